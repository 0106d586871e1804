import { Injectable } from '@nestjs/common';
import { CheckFailed, HealthCheckFor, type HealthIndicator } from '../../health/health.js';
import { GcsCalls } from './gcs-calls.js';
import { GcsLinks } from './gcs-links.js';
import { GcsObjects } from './gcs-objects.js';

/** An object that need not exist: an account may be allowed to use the objects of a bucket and not to see the bucket. */
const SENTINEL = 'reports/.health';

/** Asks for an object; that there is none is a good answer. Where downloads are links, also proves that somebody signs them. */
@HealthCheckFor({ name: 'storage', provider: 'gcs', criticality: 'degrading' })
@Injectable()
export class GcsHealth implements HealthIndicator {
  private signs = false;

  constructor(
    private readonly objects: GcsObjects,
    private readonly calls: GcsCalls,
    private readonly links: GcsLinks,
  ) {}

  async check(): Promise<undefined> {
    await this.calls.probe((signal) => this.objects.writeIdOf(SENTINEL, signal));
    if (this.links.seconds > 0 && !this.signs) await this.proveSigning();
  }

  /** Until it has succeeded once: the IAM API, which signs for a workload without a key, is not to be asked by every probe. */
  private async proveSigning(): Promise<void> {
    try {
      await this.calls.probe(() => this.links.sign(SENTINEL, 'inline'));
      this.signs = true;
    } catch (error) {
      const nobody = error instanceof CheckFailed && error.reason === 'no_credentials';
      throw nobody ? new CheckFailed('no_link_signer', error) : error;
    }
  }
}
