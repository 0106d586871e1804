import { Injectable } from '@nestjs/common';
import type { AnalysisRequest } from '../../analysis/analysis.js';
import {
  Analyst,
  type AnalysisRun,
  type EngineDescription,
  type Estimate,
  type Findings,
} from '../../analysis/ports/analyst.port.js';
import { Config } from '../../config/config.js';
import { GeminiCalls } from './call/gemini-calls.js';
import { GeminiClient } from './call/gemini-client.js';
import { Evidence } from './evidence/evidence.js';
import { GeminiAnalysis } from './gemini-analysis.js';
import { Ledger } from './money/ledger.js';
import { Pricing } from './money/pricing.js';
import { PROMPT_VERSION } from './prompts/prompt-version.js';
import { refuseLowBudget } from './steps/admission.js';
import { estimateOf } from './steps/estimate.js';
import { PaidSteps } from './steps/paid-steps.js';
import { stagesOf } from './steps/plan.js';
import { Researcher } from './steps/research.js';

/** Grows with every change of this engine, its prompts apart, that changes an answer. */
const VERSION = '1.0.2';

/** The analyst that asks Google Gemini. */
@Injectable()
export class GeminiAnalyst extends Analyst {
  override readonly description: EngineDescription;
  private readonly researcher: Researcher;

  constructor(
    private readonly client: GeminiClient,
    private readonly calls: GeminiCalls,
    private readonly pricing: Pricing,
    config: Config,
  ) {
    super();
    this.researcher = new Researcher(config.GEMINI_SEARCH === 'single_step');
    this.description = {
      name: 'gemini',
      version: VERSION,
      model: client.model,
      prompt_version: PROMPT_VERSION,
      offline: false,
    };
  }

  override unavailableReason(): string | null {
    if (!this.client.hasKey) return 'no_api_key';
    return this.calls.policy.circuit === 'open' ? 'circuit_open' : null;
  }

  override secondsToWait(): number {
    return this.calls.policy.circuit === 'open' ? this.calls.policy.secondsToWait() : super.secondsToWait();
  }

  override admit(request: AnalysisRequest): void {
    if (request.limits.max_cost_usd !== undefined) refuseLowBudget(request, this.estimate(request));
  }

  override stages(request: AnalysisRequest): readonly string[] {
    return stagesOf(request);
  }

  override estimate(request: AnalysisRequest): Estimate {
    return estimateOf(request, this.pricing);
  }

  override async analyse(request: AnalysisRequest, run: AnalysisRun): Promise<Findings> {
    // Without a budget of the client's there is no limit: no step asks more than twice, and the day's budget is kept apart.
    const ledger = new Ledger(request.limits.max_cost_usd ?? null);
    const steps = new PaidSteps(this.calls, this.pricing, run, ledger);
    const evidence = Evidence.about(request);
    const findings = await new GeminiAnalysis(request, steps, this.researcher, evidence).make();
    return { ...findings, usage: steps.usage };
  }
}
