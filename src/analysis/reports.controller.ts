import { createHash } from 'node:crypto';
import { Controller, Delete, Get, Header, HttpCode, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ZodPipe } from '../errors/zod.pipe.js';
import { Describe } from '../openapi/openapi.js';
import { Caller, type CallerFacts } from './caller.js';
import { decodeCursor, encodeCursor } from './page-cursor.js';
import type { ReportRecord } from './ports/report-repository.port.js';
import { ReportArchive } from './report-archive.js';
import { chooseFormat, FORMATS, fileName } from './report-formats.js';
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
  @Header('Vary', 'Accept')
  async show(
    @Param(reportId) { id }: { id: string },
    @Query(new ZodPipe(formatQuery, 'query')) { format: wanted }: z.infer<typeof formatQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() { client, signal }: CallerFacts,
  ): Promise<string | Buffer | undefined> {
    const format = FORMATS[chooseFormat(wanted, request.headers.accept)];
    const stored = await this.archive.find(id, client);
    // A report never changes, and its text follows from it and the renderer.
    const etag = `"${createHash('sha256').update(`${id} ${format.extension} ${format.version}`).digest('base64url')}"`;
    void reply.headers({ ETag: etag, 'Cache-Control': 'private, no-cache' });
    if (matches(request.headers['if-none-match'], etag)) {
      void reply.status(304);
      return undefined;
    }
    void reply.headers(format.headers);
    return format.render({ stored, pdf: this.pdf, signal });
  }

  @Describe(downloadReportOperation)
  @Get(':id/download')
  async download(
    @Param(reportId) params: { id: string },
    @Query(new ZodPipe(formatQuery, 'query')) query: z.infer<typeof formatQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: CallerFacts,
  ): Promise<string | Buffer | undefined> {
    const { report } = await this.archive.find(params.id, caller.client);
    const { extension } = FORMATS[chooseFormat(query.format, request.headers.accept)];
    void reply.header('Content-Disposition', `attachment; ${fileName(report.company, extension)}`);
    return this.show(params, query, request, reply, caller);
  }

  @Describe(removeReportOperation)
  @Delete(':id')
  @HttpCode(204)
  async remove(@Param(reportId) { id }: { id: string }, @Caller() { client }: CallerFacts): Promise<void> {
    await this.archive.remove(id, client);
  }
}

function describe({ id, client: _client, ...record }: ReportRecord): object {
  return { report_id: id, report_url: `/reports/${id}`, ...record };
}

/** RFC 9110, 13.1.2: weak comparison over a list, or `*`. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
