import { createHash } from 'node:crypto';
import { Controller, Delete, Get, Header, HttpCode, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AudienceOf } from '../access/access.js';
import { ZodPipe } from '../errors/zod.pipe.js';
import { Describe } from '../openapi/openapi.js';
import { Caller, type CallerFacts } from './caller.js';
import { decodeCursor, encodeCursor } from './page-cursor.js';
import type { ReportRecord } from './ports/report-repository.port.js';
import { ReportArchive } from './report-archive.js';
import { chooseFormat, FORMATS, fileName, type ReportFormat } from './report-formats.js';
import { PdfWriter } from './report/report.js';
import { formatQuery, reportListQuery, reportPath } from './report-requests.js';
import {
  downloadReportOperation,
  listReportsOperation,
  removeReportOperation,
  showReportOperation,
} from './reports.openapi.js';

const reportId = new ZodPipe(reportPath, 'path');

/** Finished reports; each client sees its own. */
@Controller('reports')
export class ReportsController {
  constructor(
    private readonly archive: ReportArchive,
    private readonly pdf: PdfWriter,
  ) {}

  @Describe(listReportsOperation)
  @Get()
  async list(
    @Query(new ZodPipe(reportListQuery, 'query')) query: z.infer<typeof reportListQuery>,
    @Caller() { client }: CallerFacts,
  ): Promise<object> {
    const { cursor, company, limit } = query;
    const page = await this.archive.list({
      client,
      limit,
      ...(company !== undefined && { company }),
      ...(cursor !== undefined && { after: decodeCursor(cursor) }),
    });
    const reports = page.records.map(describe);
    return { reports, next_cursor: page.next && encodeCursor(page.next), count: reports.length };
  }

  @Describe(showReportOperation)
  @Get(':id')
  @Header('Vary', 'Accept, Origin')
  async show(
    @Param(reportId) { id }: { id: string },
    @Query(new ZodPipe(formatQuery, 'query')) { format: wanted }: z.infer<typeof formatQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() { client, signal }: CallerFacts,
  ): Promise<string | Buffer | undefined> {
    const format = FORMATS[chooseFormat(wanted, request.headers.accept)];
    const stored = await this.archive.find(id, client);
    if (isKnown({ id, format }, request, reply)) return undefined;
    void reply.headers(format.headers);
    return format.render({ stored, pdf: this.pdf, signal });
  }

  @Describe(downloadReportOperation)
  @Get(':id/download')
  @Header('Vary', 'Accept, Origin')
  async download(
    @Param(reportId) { id }: { id: string },
    @Query(new ZodPipe(formatQuery, 'query')) { format: wanted }: z.infer<typeof formatQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() { client, signal }: CallerFacts,
  ): Promise<string | Buffer | undefined> {
    const format = FORMATS[chooseFormat(wanted, request.headers.accept)];
    const { extension, mediaType, version } = format;
    const stored = await this.archive.find(id, client);
    if (isKnown({ id, format }, request, reply)) return undefined;
    const disposition = `attachment; ${fileName(stored.report.company, extension)}`;
    const make = async () => format.render({ stored, pdf: this.pdf, signal });
    const name = `${version}.${extension}`;
    const link = await this.archive.link(id, { name, mediaType, disposition, make });
    if (link !== null) {
      // Whoever has the link needs no key: nobody in between may keep it.
      void reply.status(302).headers({ Location: link, 'Cache-Control': 'private, no-store' });
      return undefined;
    }
    void reply.headers({ ...format.headers, 'Content-Disposition': disposition });
    return make();
  }

  @Describe(removeReportOperation)
  @AudienceOf('client', { act: 'delete_report' })
  @Delete(':id')
  @HttpCode(204)
  async remove(@Param(reportId) { id }: { id: string }, @Caller() { client }: CallerFacts): Promise<void> {
    await this.archive.remove(id, client);
  }
}

function describe({ id, client: _client, ...record }: ReportRecord): object {
  return { report_id: id, report_url: `/reports/${id}`, ...record };
}

/** Sets the headers by which a client knows a rendering again; true where it has it already, and 304 is the answer. */
function isKnown(
  { id, format }: { id: string; format: ReportFormat },
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  // A report never changes, and its text follows from it and the renderer.
  const identity = `${id} ${format.extension} ${format.version}`;
  const etag = `"${createHash('sha256').update(identity).digest('base64url')}"`;
  void reply.headers({ ETag: etag, 'Cache-Control': 'private, no-cache' });
  const known = matches(request.headers['if-none-match'], etag);
  if (known) void reply.status(304);
  return known;
}

/** RFC 9110, 13.1.2: weak comparison over a list, or `*`. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
