import { Injectable } from '@nestjs/common';
import { CheckFailed, HealthCheckFor, type HealthIndicator } from '../../health/health.js';
import { RedisCalls } from './redis-calls.js';
import { RedisJobQueue } from './redis-job.queue.js';

/** Writes as every job will, and looks whether the workers of this process still take jobs. */
@HealthCheckFor({ name: 'queue', provider: 'redis', criticality: 'degrading' })
@Injectable()
export class RedisQueueHealth implements HealthIndicator {
  constructor(
    private readonly calls: RedisCalls,
    private readonly queue: RedisJobQueue,
  ) {}

  async check(): Promise<undefined> {
    await this.calls.proveWriting();
    if (!this.queue.working) throw new CheckFailed('not_working');
  }
}
