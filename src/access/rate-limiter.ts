import { Injectable, Optional } from '@nestjs/common';
import { Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';
import { Log } from '../logging/log.js';
import { type SharedTaking, SharedWindow } from './shared-window.port.js';
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
  private together = true;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
    @Optional() private readonly shared?: SharedWindow,
  ) {}

  /**
   * Runs `work` on the account of `client`: the owner of the key, or the address. What the service itself could not
   * do (503) is not charged. @throws AppError `rate_limited` with its Retry-After, and what `work` throws.
   */
  async charge<T>(client: string, work: () => Promise<T>): Promise<T> {
    const limit = this.config.RATE_LIMIT_PER_HOUR;
    if (limit === 0) return work();
    const giveBack = await this.take(client, limit);
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError && error.status === 503) await giveBack();
      throw error;
    }
  }

  /** What this process counted is never more than what all counted, so it is asked first, and alone where need be. */
  private async take(client: string, limit: number): Promise<() => Promise<void>> {
    const waitMs = this.hour.take(client, limit);
    if (waitMs > 0) throw rateLimited(limit, waitMs);
    const taking = await this.takeShared(client, limit);
    if (taking && taking.waitMs > 0) {
      this.hour.giveBack(client);
      throw rateLimited(limit, taking.waitMs);
    }
    return async () => {
      this.hour.giveBack(client);
      await taking?.giveBack();
    };
  }

  private async takeShared(client: string, limit: number): Promise<SharedTaking | null> {
    if (!this.shared) return null;
    const taking = await this.shared.take(client, limit, HOUR_MS);
    this.say(taking !== null);
    return taking;
  }

  /** Once per change: while processes count for themselves, a client may get as much from each. */
  private say(together: boolean): void {
    if (together === this.together) return;
    this.together = together;
    this.log.warning('rate_limits_counted', { by: together ? 'all_processes' : 'each_process' });
  }
}

const rateLimited = (limit: number, waitMs: number) => {
  const seconds = Math.ceil(waitMs / 1000);
  return new AppError('rate_limited', `At most ${limit} analyses an hour; try again in ${seconds} s.`, {
    retryable: true,
    retryAfterSeconds: seconds,
  });
};
