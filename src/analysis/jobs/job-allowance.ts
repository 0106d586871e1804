import { Injectable } from '@nestjs/common';
import { RateLimiter } from '../../access/access.js';
import { Config } from '../../config/config.js';
import { AppError } from '../../errors/errors.js';
import { RefusalMetrics } from '../../metrics/metrics.js';
import { JobRepository } from '../ports/job-repository.port.js';

/** Until then some jobs are done, and the register is not asked by everybody at once. */
const RETRY_AFTER_SECONDS = 30;

/** Whether one more job may wait: the client has its hour, and all of them together MAX_PENDING_JOBS. */
@Injectable()
export class JobAllowance {
  constructor(
    private readonly config: Config,
    private readonly limiter: RateLimiter,
    private readonly jobs: JobRepository,
    private readonly refusals: RefusalMetrics,
  ) {}

  /**
   * Runs `create` on the account of a client; for what is refused or fails as `overloaded` nothing is charged.
   * @throws AppError `rate_limited`, `overloaded`, and what `create` throws
   */
  take<T>(tracker: string, create: () => Promise<T>): Promise<T> {
    return this.limiter.charge(tracker, async () => {
      await this.expectRoom();
      return create();
    });
  }

  private async expectRoom(): Promise<void> {
    if ((await this.jobs.pending()) < this.config.MAX_PENDING_JOBS) return;
    this.refusals.count('pending_jobs');
    throw new AppError('overloaded', 'Too many jobs are waiting already.', {
      retryable: true,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}
