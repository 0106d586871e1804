import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage, type ThrottlerStorage } from '@nestjs/throttler';
import { Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';

const HOUR_MS = 3_600_000;
/** No block beyond the window itself: the oldest analysis of the hour makes room when it is an hour old. */
const SLIDING = 0;

/**
 * Analyses per client and hour. Taken from when a request has been checked, not by a guard before that:
 * a request that is refused for a typing error costs nothing.
 */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly config: Config,
    @InjectThrottlerStorage() private readonly storage: ThrottlerStorage,
  ) {}

  /** @param client the owner of the key, or the address. @throws AppError `rate_limited` with its Retry-After. */
  async take(client: string): Promise<void> {
    const limit = this.config.RATE_LIMIT_PER_HOUR;
    if (limit === 0) return;
    const hit = await this.storage.increment(`analyses:${client}`, HOUR_MS, limit, SLIDING, 'analyses');
    if (!hit.isBlocked) return;
    const seconds = Math.max(1, Math.ceil(hit.timeToBlockExpire));
    throw new AppError('rate_limited', `At most ${limit} analyses an hour; try again in ${seconds} s.`, {
      retryable: true,
      retryAfterSeconds: seconds,
    });
  }
}
