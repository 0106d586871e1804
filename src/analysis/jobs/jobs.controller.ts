import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { AudienceOf } from '../../access/access.js';
import { ZodPipe } from '../../errors/zod.pipe.js';
import { Describe } from '../../openapi/openapi.js';
import type { AnalysisRequest } from '../analysis-request.js';
import { AnalysisRequestPipe } from '../analysis-request.pipe.js';
import { Caller, type CallerFacts } from '../caller.js';
import { decodeCursor, encodeCursor } from '../page-cursor.js';
import { JobRepository } from '../ports/job-repository.port.js';
import { JobCancellation, jobNotFound } from './job-cancellation.js';
import { JobDesk } from './job-desk.js';
import { jobListQuery, jobPath, keyOf } from './job-requests.js';
import { acceptedView, jobUrl, jobView } from './job-view.js';
import {
  acceptOperation,
  cancelJobOperation,
  jobStatusOperation,
  listJobsOperation,
  showJobOperation,
} from './jobs.openapi.js';

const request = new AnalysisRequestPipe();
const path = new ZodPipe(jobPath, 'path');

/** Analyses that nobody waits for; each client sees its own. */
@Controller()
export class JobsController {
  constructor(
    private readonly desk: JobDesk,
    private readonly cancellation: JobCancellation,
    private readonly jobs: JobRepository,
  ) {}

  @Describe(acceptOperation)
  @Post('analyze/async')
  @HttpCode(202)
  async accept(
    @Body(request) body: AnalysisRequest,
    @Headers() headers: IncomingHttpHeaders,
    @Caller() caller: CallerFacts,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const job = await this.desk.accept(body, keyOf(headers), caller);
    void reply.header('Location', jobUrl(job));
    return acceptedView(job);
  }

  @Describe(listJobsOperation)
  @Get('jobs')
  async list(
    @Query(new ZodPipe(jobListQuery, 'query')) query: z.infer<typeof jobListQuery>,
    @Caller() { client }: CallerFacts,
  ): Promise<object> {
    const { cursor, status, limit } = query;
    const page = await this.jobs.list({
      client,
      limit,
      ...(status !== undefined && { status }),
      ...(cursor !== undefined && { after: decodeCursor(cursor) }),
    });
    const jobs = page.records.map(jobView);
    return { jobs, next_cursor: page.next && encodeCursor(page.next), count: jobs.length };
  }

  @Describe(showJobOperation)
  @Get('jobs/:id')
  async show(@Param(path) { id }: { id: string }, @Caller() { client }: CallerFacts): Promise<object> {
    const job = await this.jobs.find(id, client);
    if (!job) throw jobNotFound();
    return jobView(job);
  }

  @Describe(jobStatusOperation)
  @Get('jobs/:id/status')
  async status(@Param(path) params: { id: string }, @Caller() caller: CallerFacts): Promise<object> {
    return this.show(params, caller);
  }

  @Describe(cancelJobOperation)
  @AudienceOf('client', { act: 'cancel_job' })
  @Post('jobs/:id/cancel')
  async cancel(
    @Param(path) { id }: { id: string },
    @Caller() { client }: CallerFacts,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { job, changed } = await this.cancellation.cancel(id, client);
    void reply.status(changed ? 202 : 200);
    return jobView(job);
  }
}
