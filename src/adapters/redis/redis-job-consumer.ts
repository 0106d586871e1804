import { setTimeout as sleep } from 'node:timers/promises';
import { DelayedError, type Job, type Worker } from 'bullmq';
import type { JobConsumer } from '../../analysis/ports/job-queue.port.js';
import type { JobRepository } from '../../analysis/ports/job-repository.port.js';
import type { Log } from '../../logging/log.js';
import type { RequestContext } from '../../request-context/request-context.js';
import { withinTrace } from '../../tracing/tracing.js';
import type { BullQueue } from './bull-queue.js';
import { type JobPayload, readPayload } from './job-payload.js';
import type { RedisCalls } from './redis-calls.js';
import { TakenJobs } from './taken-jobs.js';

/** After a failure, so that a register that is away is not asked thousands of times a second. */
const REST_MS = 2000;
/** For a goodbye to a Redis that answers. */
const GOODBYE_MS = 2000;

interface Tools {
  readonly jobs: JobRepository;
  readonly context: RequestContext;
  readonly calls: RedisCalls;
  readonly log: Log;
  readonly work: (id: string) => Promise<void>;
}

/** Takes jobs out of Redis, a bounded number at once; after each the register tells whether it has to come again. */
export class RedisJobConsumer implements JobConsumer {
  private readonly inHand = new Set<Promise<unknown>>();
  private readonly taken = new TakenJobs();
  private worker: Worker<unknown> | undefined;
  private stopping = false;

  constructor(private readonly tools: Tools) {}

  get working(): boolean {
    return this.stopping || (this.worker?.isRunning() ?? false);
  }

  begin(bull: BullQueue, concurrency: number): void {
    this.worker = bull.worker(concurrency, (job, token) => this.take(job, token));
    this.worker.on('error', (error) => this.report(error));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.worker?.pause(true);
    await Promise.all(this.inHand);
    await this.close();
  }

  private async take(job: Job<unknown>, token: string | undefined): Promise<void> {
    const payload = readPayload(job.data);
    if (!payload) {
      this.tools.log.error('job_payload_refused', { queue_id: job.id });
      return;
    }
    const again = this.stopping ? Date.now() : await this.attend(payload);
    if (again === null) return;
    await job.moveToDelayed(Math.max(again, Date.now()), token);
    throw new DelayedError();
  }

  /** When the job has to come again; null where it has not. */
  private async attend(payload: JobPayload): Promise<number | null> {
    this.taken.add(payload);
    const attending = this.within(payload, () => this.run(payload.job_id));
    this.inHand.add(attending);
    try {
      return await attending;
    } finally {
      this.inHand.delete(attending);
      this.taken.end(payload.job_id);
    }
  }

  /** As a part of the request that started the job. */
  private within<T>({ request_id: requestId, traceparent }: JobPayload, work: () => T): T {
    const traced = () => withinTrace(traceparent, work);
    return requestId === null ? traced() : this.tools.context.run({ requestId }, traced);
  }

  private async run(id: string): Promise<number | null> {
    const { jobs, log, work } = this.tools;
    try {
      await work(id);
      const job = await jobs.load(id);
      // Two services with one Redis and a register each would take each other's jobs.
      if (!job) log.warning('job_not_registered', { job_id: id });
      return job?.status === 'pending' ? Date.parse(job.ready_at) : null;
    } catch (error) {
      log.error('job_not_taken', { job_id: id }, error);
      return Date.now() + REST_MS;
    }
  }

  /** Once and not with every try: that there is no connection by the check, what befalls a job as a part of its request. */
  private report(error: Error): void {
    if ('code' in error || /closed|timed? ?out/i.test(error.message)) return;
    const { log } = this.tools;
    const job = this.taken.untold(error);
    if (job === undefined) log.warning('job_queue_error', {}, error);
    if (job) this.within(job, () => log.warning('job_queue_error', { job_id: job.job_id }, error));
  }

  /** An orderly goodbye never ends while Redis is away; what is not said then ends with the lock. */
  private async close(): Promise<void> {
    const answers = (await this.tools.calls.ask((client) => client.ping())) !== null;
    const closed = this.worker?.close(!answers);
    await Promise.race([closed, sleep(GOODBYE_MS, undefined, { ref: false })]);
  }
}
