import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { BackendCalls, BackendFault } from '../../backend-calls/backend-calls.js';
import { Log } from '../../logging/log.js';
import { ApiCallMetrics } from '../../metrics/metrics.js';
import { RedisConnection } from './redis-connection.js';
import { faultOf } from './redis-faults.js';

/** What Redis gives is worth no longer wait: everything works without it, only slower or less exact. */
const TIMEOUT_MS = 250;

/** Calls to Redis: short, not repeated, and for a while not made at all after three that failed. */
@Injectable()
export class RedisCalls extends BackendCalls {
  constructor(
    private readonly redis: RedisConnection,
    metrics: ApiCallMetrics,
    log: Log,
  ) {
    const rules = { timeoutMs: TIMEOUT_MS, tries: 1, failuresToRest: 3, restMs: 2000 };
    super({ service: 'redis', ...rules, faultOf: (error) => faultOf(error, redis.trouble) }, metrics, log);
  }

  /** Null where Redis cannot answer just now; that is counted, logged and shown by the check. */
  async ask<T>(work: (client: Redis) => Promise<T>): Promise<T | null> {
    try {
      return await this.call(() => work(this.redis.client));
    } catch (error) {
      if (error instanceof BackendFault) return null;
      throw error;
    }
  }

  /**
   * Writes something: a Redis that only reads, or is full, keeps nothing either. The time of a call does not begin before the
   * connection is there: it takes several turns of the loop, which a start has little time for. @throws CheckFailed
   */
  async proveWriting(): Promise<void> {
    await this.redis.attempted();
    await this.probe(() => this.redis.client.set('health', '1', 'PX', 60_000));
  }
}
