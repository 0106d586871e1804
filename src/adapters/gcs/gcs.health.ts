import { Injectable } from '@nestjs/common';
import { HealthCheckFor, type HealthIndicator } from '../../health/health.js';
import { GcsCalls } from './gcs-calls.js';
import { GcsObjects } from './gcs-objects.js';

/** An object that need not exist: an account may be allowed to use the objects of a bucket and not to see the bucket. */
const SENTINEL = 'reports/.health';

/** Asks for an object; that there is none is a good answer. */
@HealthCheckFor({ name: 'storage', provider: 'gcs', criticality: 'degrading' })
@Injectable()
export class GcsHealth implements HealthIndicator {
  constructor(
    private readonly objects: GcsObjects,
    private readonly calls: GcsCalls,
  ) {}

  async check(): Promise<undefined> {
    await this.calls.probe((signal) => this.objects.writeIdOf(SENTINEL, signal));
  }
}
