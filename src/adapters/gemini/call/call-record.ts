import { Injectable } from '@nestjs/common';
import { Config } from '../../../config/config.js';
import { Log } from '../../../logging/log.js';
import { ApiCallMetrics } from '../../../metrics/metrics.js';
import type { CallUsage } from '../money/cost.js';
import { Pricing } from '../money/pricing.js';
import type { Circuit } from './call-policy.js';
import type { GeminiFault } from './gemini-fault.js';

/** What is written down of calls: counts, money, log lines. */
@Injectable()
export class CallRecord {
  private readonly model: string;

  constructor(
    private readonly metrics: ApiCallMetrics,
    private readonly pricing: Pricing,
    private readonly log: Log,
    config: Config,
  ) {
    this.model = config.GEMINI_MODEL;
    metrics.countTokens('gemini', this.model, { input: 0, cached: 0, output: 0, thoughts: 0 });
  }

  /** Counts and times one try. */
  async observe<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.metrics.observe('gemini', call, signal);
  }

  failed({ status, reason }: GeminiFault, attempt: number): void {
    this.log.warning('api_call_failed', { service: 'gemini', status: status || null, attempt, reason });
  }

  /**
   * Books what a reply used; gives its price, or null where the model is unpriced.
   * @param estimated the reply did not say it
   */
  billed(usage: CallUsage, estimated: boolean): number | null {
    const { prompt, cached, candidates, thoughts } = usage;
    const tokens = { input: prompt - cached, cached, output: candidates, thoughts };
    this.metrics.countTokens('gemini', this.model, tokens);
    const usd = this.pricing.costOf(usage);
    this.metrics.spend('gemini', usd ?? 0);
    if (estimated) this.log.warning('api_usage_not_reported', { service: 'gemini', booked_usd: usd });
    return usd;
  }

  circuit(state: Circuit): void {
    this.metrics.setBreaker('gemini', state);
    this.log.warning('circuit_state_changed', { service: 'gemini', state });
  }
}
