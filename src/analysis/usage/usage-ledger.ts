import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Log } from '../../logging/log.js';
import { ErrorMetrics } from '../../metrics/metrics.js';
import type { Priced, Purchase } from '../ports/analyst.port.js';
import { type UsageEntry, UsageRepository } from '../ports/usage-repository.port.js';
import type { Report } from '../report/report.schema.js';
import { DailyBudget, type Payer } from './daily-budget.js';
import { dayOf } from './day.js';

/** Books what clients use, when they use it: a paid call also where its analysis fails, an analysis once it is stored. */
@Injectable()
export class UsageLedger {
  constructor(
    private readonly usage: UsageRepository,
    private readonly budget: DailyBudget,
    private readonly errors: ErrorMetrics,
    private readonly log: Log,
  ) {}

  /** @throws what DailyBudget throws where the day does not hold the call's worst case; what the call throws */
  async pay<T extends Priced>(
    payer: Payer,
    { framework, worstUsd }: Purchase,
    call: () => Promise<T>,
  ): Promise<T> {
    const { client } = payer;
    const release = await this.budget.reserve(payer, worstUsd);
    try {
      const paid = await call();
      const unpriced_calls = paid.usd === null ? 1 : 0;
      const figures = { analyses: 0, calls: 1, unpriced_calls, tokens: paid.tokens, usd: paid.usd ?? 0 };
      await this.book([{ ...figures, id: randomUUID(), client, day: dayOf(new Date()), framework }]);
      return paid;
    } finally {
      release();
    }
  }

  /** Counted once for each report, also where a job stores it in its second attempt. */
  async analysed({ report_id, generated_at, frameworks }: Report, client: string): Promise<void> {
    const nothing = { calls: 0, unpriced_calls: 0, tokens: 0, usd: 0 };
    const day = dayOf(new Date(generated_at));
    const entries = [null, ...frameworks].map((framework) => ({
      ...nothing,
      id: `${report_id}/${framework ?? 'all'}`,
      client,
      day,
      framework,
      analyses: 1,
    }));
    await this.book(entries);
  }

  /** What was paid for is delivered also where it cannot be booked; then the log has it. */
  private async book(entries: readonly UsageEntry[]): Promise<void> {
    try {
      await this.usage.add(entries);
    } catch (error) {
      const usd = entries.reduce((sum, entry) => sum + entry.usd, 0);
      this.log.error('usage_not_booked', { entries: entries.length, usd }, error);
      this.errors.count('background_failure');
    }
  }
}
