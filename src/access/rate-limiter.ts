import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';
import { SlidingWindow } from './sliding-window.js';

const HOUR_MS = 3_600_000;
/** About 3 MB at the default limit; a service that is asked by more addresses an hour sets API keys. */
const MAX_CLIENTS = 10_000;

/**
 * Analyses per client and hour. Taken from when a request has been checked, not before that:
 * a request that is refused for a typing error costs nothing.
 */
@Injectable()
export class RateLimiter {
  private readonly hour = new SlidingWindow(HOUR_MS, MAX_CLIENTS);

  constructor(private readonly config: Config) {}

  /**
   * Runs `work` on the account of `client`: the owner of the key, or the address. What the service itself could not
   * do (503) is not charged. @throws AppError `rate_limited` with its Retry-After, and what `work` throws.
   */
  async charge<T>(client: string, work: () => Promise<T>): Promise<T> {
    const limit = this.config.RATE_LIMIT_PER_HOUR;
    if (limit === 0) return work();
    const waitMs = this.hour.take(client, limit);
    if (waitMs > 0) throw rateLimited(limit, Math.ceil(waitMs / 1000));
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError && error.status === 503) this.hour.giveBack(client);
      throw error;
    }
  }
}

const rateLimited = (limit: number, seconds: number) =>
  new AppError('rate_limited', `At most ${limit} analyses an hour; try again in ${seconds} s.`, {
    retryable: true,
    retryAfterSeconds: seconds,
  });
