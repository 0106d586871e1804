import { Injectable } from '@nestjs/common';
import { Log } from '../logging/log.js';
import type { AnalysisRequest } from './analysis-request.js';
import { Engines } from './engines.js';
import type { Analyst, Estimate } from './ports/analyst.port.js';
import { DailyBudget } from './usage/daily-budget.js';

/** Whether a request can be done, by whom, and whether there is money for it. */
@Injectable()
export class Admission {
  constructor(
    private readonly engines: Engines,
    private readonly budget: DailyBudget,
    private readonly log: Log,
  ) {}

  /** What the request would take at most; spends nothing. @throws AppError `engine_unavailable` */
  estimate(request: AnalysisRequest): Estimate & { engine: string } {
    const analyst = this.engines.choose(request.engine);
    return { engine: analyst.description.name, ...analyst.estimate(request) };
  }

  /** Notes a request, and who will do it. @throws AppError `engine_unavailable`, `budget_too_low` */
  receive(request: AnalysisRequest): Analyst {
    const analyst = this.engines.choose(request.engine);
    analyst.admit(request);
    this.log.info('analysis_request_received', {
      company: request.company,
      frameworks: request.frameworks,
      engine: analyst.description.name,
      depth: request.depth,
      source_count: request.sources.length,
    });
    return analyst;
  }

  /** Before anything is begun that may cost. @throws AppError `rate_limited` where the client's day is spent */
  async afford(analyst: Analyst, request: AnalysisRequest, client: string): Promise<void> {
    if (this.budget.limitUsd === null) return;
    await this.budget.admit(client, analyst.estimate(request).cost_usd_max);
  }
}
