import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { AppError } from '../../errors/errors.js';
import { UsageRepository } from '../ports/usage-repository.port.js';
import { roundUsd } from '../round-usd.js';
import { unlessAborted } from '../unless-aborted.js';
import { dayOf, nextMidnight } from './day.js';

interface Account {
  /** Set aside for calls in flight. */
  held: number;
  /** How many were settled: what was read before one of them may be out of date. */
  settled: number;
  /** Resolves when the next one is settled. */
  next: PromiseWithResolvers<undefined>;
}

/** Who pays, and for how long. */
export interface Payer {
  readonly client: string;
  /** Of the run: once it fires, nothing is waited for any more. */
  readonly signal: AbortSignal;
}

/** What a client may spend in a day (UTC). Asked before each paid call, so that the day's sum never passes it. */
@Injectable()
export class DailyBudget {
  private readonly accounts = new Map<string, Account>();

  constructor(
    private readonly config: Config,
    private readonly usage: UsageRepository,
  ) {}

  /** USD; null: there is no budget. */
  get limitUsd(): number | null {
    return this.config.DAILY_BUDGET_USD || null;
  }

  /**
   * Before an analysis is begun that can cost so much (null: nobody knows).
   * @throws AppError `rate_limited` where nothing is left today, `budget_too_low` where no price is known
   */
  async admit(client: string, mostUsd: number | null): Promise<void> {
    const { limitUsd } = this;
    if (limitUsd === null || mostUsd === 0) return;
    if (mostUsd === null) throw unpriced();
    if ((await this.settledSpending(client)) >= limitUsd) throw spent(limitUsd);
  }

  /**
   * Sets money aside for one call; gives what frees it, to be called once the call is booked or has failed. Where only
   * calls in flight are in the way it waits for one to end: most use far less than was set aside for them.
   * @throws AppError `rate_limited` where so much is not left today, `budget_too_low` where no price is known; the
   * signal's reason once it fires
   */
  async reserve({ client, signal }: Payer, usd: number | null): Promise<() => void> {
    const { limitUsd } = this;
    if (limitUsd === null) return () => undefined;
    if (usd === null) throw unpriced();
    const account = this.accountOf(client);
    for (;;) {
      const used = await this.settledSpending(client);
      if (roundUsd(used + usd) > limitUsd) throw spent(limitUsd);
      // From here to the end nothing is awaited: no other call slips in between.
      if (roundUsd(used + account.held + usd) <= limitUsd) break;
      await unlessAborted(account.next.promise, signal);
    }
    account.held += usd;
    return () => settle(account, usd);
  }

  /** Read again where a call was settled meanwhile: it may be in neither figure. */
  private async settledSpending(client: string): Promise<number> {
    const account = this.accountOf(client);
    for (;;) {
      const before = account.settled;
      const used = await this.usage.spentUsd(client, dayOf(new Date()));
      if (before === account.settled) return used;
    }
  }

  private accountOf(client: string): Account {
    const account = this.accounts.get(client) ?? { held: 0, settled: 0, next: Promise.withResolvers() };
    this.accounts.set(client, account);
    return account;
  }
}

function settle(account: Account, usd: number): void {
  account.held = roundUsd(account.held - usd);
  account.settled += 1;
  account.next.resolve(undefined);
  account.next = Promise.withResolvers();
}

function spent(limitUsd: number): AppError {
  const now = new Date();
  const midnight = nextMidnight(now);
  return new AppError(
    'rate_limited',
    `The budget of ${limitUsd} USD a day does not hold this any more; there is a new one at ${midnight.toISOString()}.`,
    { retryAfterSeconds: Math.ceil((midnight.getTime() - now.getTime()) / 1000) },
  );
}

const unpriced = () =>
  new AppError('budget_too_low', 'The model has no price here, so the budget of the day cannot be kept.');
