import { Injectable } from '@nestjs/common';
import { HealthCheckFor, type HealthIndicator } from '../../health/health.js';
import { RedisCalls } from './redis-calls.js';

/** Writes an entry, as every finished analysis will. */
@HealthCheckFor({ name: 'cache', provider: 'redis', criticality: 'degrading' })
@Injectable()
export class RedisCacheHealth implements HealthIndicator {
  constructor(private readonly calls: RedisCalls) {}

  async check(): Promise<undefined> {
    await this.calls.proveWriting();
  }
}
