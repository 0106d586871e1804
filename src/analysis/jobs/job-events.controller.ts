import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessControl } from '../../access/access.js';
import { ZodPipe } from '../../errors/zod.pipe.js';
import { Describe } from '../../openapi/openapi.js';
import { Caller, type CallerFacts } from '../caller.js';
import { JobRepository } from '../ports/job-repository.port.js';
import { jobNotFound } from './job-cancellation.js';
import { JobEvents, PACE } from './job-events.js';
import { jobPath, lastEventOf } from './job-requests.js';
import { jobEventsOperation } from './jobs.openapi.js';
import { StreamPlaces } from './stream-places.js';

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  // Proxies of the nginx family would otherwise collect the events.
  'X-Accel-Buffering': 'no',
};

/** What happens to a job, as it happens. */
@Controller()
export class JobEventsController {
  private readonly places = new StreamPlaces();

  constructor(
    private readonly events: JobEvents,
    private readonly jobs: JobRepository,
    private readonly access: AccessControl,
  ) {}

  @Describe(jobEventsOperation)
  @Get('jobs/:id/events')
  async follow(
    @Param(new ZodPipe(jobPath, 'path')) { id }: { id: string },
    @Caller() caller: CallerFacts,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!(await this.jobs.find(id, caller.client))) throw jobNotFound();
    const after = lastEventOf(request.headers);
    // A browser connects again after every end, until it is told that there is nothing more.
    if (after > 0 && (await this.events.isOver(id, after))) return void reply.status(204).send();
    if (request.method === 'HEAD') return void reply.headers(HEADERS).send();
    reply.raw.once('close', this.places.take(caller.tracker));
    const events = this.events.follow(id, after, PACE, () => this.access.stillAdmits(request));
    void reply.headers(HEADERS).send(Readable.from(events));
  }
}
