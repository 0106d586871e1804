import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { ZodPipe } from '../../errors/zod.pipe.js';
import { Describe } from '../../openapi/openapi.js';
import { Caller, type CallerFacts } from '../caller.js';
import { UsageRepository } from '../ports/usage-repository.port.js';
import { roundUsd } from '../round-usd.js';
import { DailyBudget } from './daily-budget.js';
import { dayOf, nextMidnight } from './day.js';
import { periodOf, usageQuery } from './usage-requests.js';
import { usageView } from './usage-view.js';
import { usageOperation } from './usage.openapi.js';

/** What clients used; each sees its own. */
@Controller('usage')
export class UsageController {
  constructor(
    private readonly usage: UsageRepository,
    private readonly budget: DailyBudget,
  ) {}

  @Describe(usageOperation)
  @Get()
  async show(
    @Query(new ZodPipe(usageQuery, 'query')) query: z.infer<typeof usageQuery>,
    @Caller() { client }: CallerFacts,
  ): Promise<object> {
    const now = new Date();
    const { from, to } = periodOf(query, now);
    const sums = await this.usage.sums(client, from, to);
    return { from, to, ...usageView(sums), budget: await this.budgetOf(client, now) };
  }

  private async budgetOf(client: string, now: Date): Promise<object | null> {
    const daily_usd = this.budget.limitUsd;
    if (daily_usd === null) return null;
    const spent_usd = roundUsd(await this.usage.spentUsd(client, dayOf(now)));
    const left_usd = Math.max(0, roundUsd(daily_usd - spent_usd));
    return { daily_usd, spent_usd, left_usd, resets_at: nextMidnight(now).toISOString() };
  }
}
