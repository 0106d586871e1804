import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type JobConsumer, JobQueue } from '../../analysis/ports/job-queue.port.js';
import { type JobRecord, JobRepository } from '../../analysis/ports/job-repository.port.js';
import { Log } from '../../logging/log.js';
import { RequestContext } from '../../request-context/request-context.js';
import { currentTraceparent } from '../../tracing/tracing.js';
import { BullQueue } from './bull-queue.js';
import { payloadOf } from './job-payload.js';
import { MissedJobs } from './missed-jobs.js';
import { RedisCalls } from './redis-calls.js';
import { RedisJobConsumer } from './redis-job-consumer.js';

/**
 * Redis says which process does a job next, and when; the register says what the job is and whether it may be begun.
 * So Redis may lose all that it holds: docs/decisions/0027-jobs-through-redis.md.
 */
@Injectable()
export class RedisJobQueue extends JobQueue implements BeforeApplicationShutdown {
  private readonly missed: MissedJobs;
  private readonly consumers = new Set<RedisJobConsumer>();

  constructor(
    private readonly bull: BullQueue,
    private readonly calls: RedisCalls,
    private readonly jobs: JobRepository,
    private readonly context: RequestContext,
    private readonly log: Log,
  ) {
    super();
    this.missed = new MissedJobs(jobs, log, (pending) => this.addAll(pending));
    bull.onConnection(() => this.missed.look());
  }

  /** False where a worker of this process has ended by itself. */
  get working(): boolean {
    return [...this.consumers].every(({ working }) => working);
  }

  /** An id that waits already, or is worked on, is not added again. @throws BackendFault; the job is then added later */
  override async add(id: string, readyAt: string): Promise<void> {
    const payload = payloadOf(id, this.context.requestId, currentTraceparent());
    const delay = Math.max(0, Date.parse(readyAt) - Date.now());
    try {
      await this.calls.call(() => this.bull.queue.add('job', payload, { jobId: id, delay }));
    } catch (error) {
      this.missed.look();
      throw error;
    }
  }

  override async rest(milliseconds: number): Promise<void> {
    await this.calls.ask(() => this.bull.queue.rateLimit(milliseconds));
  }

  override consume(concurrency: number, work: (id: string) => Promise<void>): JobConsumer {
    const { jobs, context, calls, log } = this;
    const consumer = new RedisJobConsumer({ jobs, context, calls, log, work });
    this.consumers.add(consumer);
    consumer.begin(this.bull, concurrency);
    return {
      stop: async () => {
        this.consumers.delete(consumer);
        await consumer.stop();
      },
    };
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.missed.stop();
  }

  private async addAll(jobs: readonly JobRecord[]): Promise<void> {
    const orders = jobs.map(({ id, request_id: requestId, traceparent }) => ({
      name: 'job',
      data: payloadOf(id, requestId, traceparent),
      opts: { jobId: id },
    }));
    await this.calls.call(() => this.bull.queue.addBulk(orders));
  }
}
