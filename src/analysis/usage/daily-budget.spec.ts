import { parseConfig } from '../../config/config.js';
import type { UsageRepository } from '../ports/usage-repository.port.js';
import { DailyBudget } from './daily-budget.js';

const never = new AbortController().signal;

/** A budget of one dollar a day; `spent` is what the register says, as late as the test wants. */
function budgetWith(spentUsd: () => Promise<number>) {
  const usage = { spentUsd } as Pick<UsageRepository, 'spentUsd'> as UsageRepository;
  return new DailyBudget(parseConfig({ DAILY_BUDGET_USD: '1' }), usage);
}

describe('DailyBudget', () => {
  it('waits for a call that holds the rest of the day no longer than its run goes on', async () => {
    const budget = budgetWith(() => Promise.resolve(0));
    await budget.reserve({ client: 'a', signal: never }, 0.8);
    const run = new AbortController();
    const second = budget.reserve({ client: 'a', signal: run.signal }, 0.8);
    const reason = new DOMException('Cancelled.', 'AbortError');
    run.abort(reason);
    await expect(second).rejects.toBe(reason);
    const others = await budget.reserve({ client: 'b', signal: never }, 0.8);
    expect(others).toBeInstanceOf(Function);
  });

  it('reads again what is spent where a call was booked while it was read', async () => {
    let booked = 0;
    const late: (() => void)[] = [];
    const budget = budgetWith(() => {
      const seen = booked;
      return late.length === 0
        ? Promise.resolve(seen)
        : new Promise((resolve) => late.push(() => resolve(seen)));
    });
    const release = await budget.reserve({ client: 'a', signal: never }, 0.8);
    late.push(() => undefined);
    const second = budget.reserve({ client: 'a', signal: never }, 0.8);
    booked = 0.8;
    release();
    // What was read before the booking comes only now.
    late.splice(0).forEach((answer) => answer());
    await expect(second).rejects.toMatchObject({ code: 'rate_limited' });
  });
});
