import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Processor, Queue, Worker } from 'bullmq';
import { withDeadline } from '../../backend-calls/backend-calls.js';
import { Config } from '../../config/config.js';
import { ApiCallMetrics } from '../../metrics/metrics.js';
import { CountedRedis } from './counted-redis.js';
import type { JobPayload } from './job-payload.js';

const CONNECT_MS = 1000;
const COMMAND_MS = 1000;
const LONGEST_PAUSE_MS = 1000;
/** Longer than the ten seconds for which a worker may wait for the next job in one command. */
const SILENCE_MS = 12_000;
/** A job whose process was killed comes to another one after the lock and one look. Its lease in the register lasts longer. */
const LOCK_MS = 5000;
const LOOK_FOR_STALLED_MS = 2000;
/** How often a job may lose its process is decided by the register, which counts attempts. */
const STALLED_AT_MOST = 1000;
/** After a failure of the connection; BullMQ's own 15 s are longer than anybody should wait for a Redis that is back. */
const RETRY_MS = 1000;
const GOODBYE_MS = 250;
/** BullMQ keeps a log of what happened, which nobody reads here. */
const EVENTS_KEPT = 100;

const COMMON = {
  prefix: 'consultantos',
  // BullMQ asks for the version once: a Redis that is away, or locked, at that moment would be given up for ever.
  skipVersionCheck: true,
};
const CONNECTION = {
  connectTimeout: CONNECT_MS,
  disconnectTimeout: GOODBYE_MS,
  retryStrategy: (times: number) => Math.min(50 * 2 ** times, LONGEST_PAUSE_MS),
};

/** BullMQ's two sides, with connections of their own: keys of BullMQ cannot share a connection that has a key prefix. */
@Injectable()
export class BullQueue implements OnApplicationShutdown {
  /** For handing over: a command fails within a second while Redis is away. */
  readonly queue: Queue<JobPayload>;
  /** BullMQ leaves a connection open that it did not make. */
  private readonly taking: CountedRedis[] = [];

  constructor(
    private readonly config: Config,
    private readonly metrics: ApiCallMetrics,
  ) {
    this.queue = new Queue<JobPayload>('jobs', {
      ...COMMON,
      connection: { url: this.url, ...CONNECTION, maxRetriesPerRequest: 1, commandTimeout: COMMAND_MS },
      skipWaitingForReady: true,
      streams: { events: { maxLen: EVENTS_KEPT } },
      // What became of a job is told by the register; an id that stayed here could not be handed over again.
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    });
    // Each call tells its own failure, and the check the state; but without a listener an error ends the process.
    this.queue.on('error', () => undefined);
  }

  /** Calls `listener` with every connection that is made, also the first. */
  onConnection(listener: () => void): void {
    this.queue.getBackend().on('ready', listener);
  }

  /** For taking: waits for a Redis that is away, for as long as it takes. */
  worker(concurrency: number, process: Processor<unknown>): Worker<unknown> {
    const options = { ...CONNECTION, maxRetriesPerRequest: null, socketTimeout: SILENCE_MS };
    const connection = new CountedRedis(this.metrics, options, this.url);
    this.taking.push(connection);
    return new Worker<unknown>('jobs', process, {
      ...COMMON,
      connection,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: LOOK_FOR_STALLED_MS,
      maxStalledCount: STALLED_AT_MOST,
      runRetryDelay: RETRY_MS,
      // Never reached, and needed all the same: without a limit BullMQ does not look whether the queue rests.
      limiter: { max: Number.MAX_SAFE_INTEGER - 1, duration: 1000 },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    // Nothing is on its way any more, and a goodbye would wait for a Redis that is away.
    await withDeadline(GOODBYE_MS, () => this.queue.getBackend().close(true)).catch(() => undefined);
    for (const connection of this.taking) connection.disconnect();
  }

  private get url(): string {
    const url = this.config.REDIS_URL;
    if (url === undefined)
      throw new Error('REDIS_URL is not set: the configuration lets nothing of the kind pass.');
    return url;
  }
}
