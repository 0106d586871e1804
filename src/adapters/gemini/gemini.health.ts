import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { type CheckFacts, CheckFailed, HealthCheckFor, type HealthIndicator } from '../../health/health.js';
import { faultOf } from './call/fault-of.js';
import { GeminiCalls } from './call/gemini-calls.js';
import { GeminiClient } from './call/gemini-client.js';
import type { FaultReason } from './call/gemini-fault.js';
import { UpstreamState } from './call/upstream-state.js';

/** A success holds for a minute, a failure is looked at again sooner, so that nobody waits for a recovery. */
const SUCCESS_MS = 60_000;
const FAILURE_MS = 10_000;

/** Whether analyses that name no engine are made by this one. */
const isNeeded = ({ ANALYSIS_ENGINE, GEMINI_API_KEY }: Config): boolean =>
  ANALYSIS_ENGINE === 'gemini' || (ANALYSIS_ENGINE === 'auto' && GEMINI_API_KEY !== undefined);

/**
 * Tells wrong key, unknown model, spent quota and no connection apart, and spends nothing: from what real calls have
 * shown lately, and where there were none, from the model's description, which is not billed.
 */
@HealthCheckFor({
  name: 'gemini',
  provider: 'google',
  criticality: (config) => (isNeeded(config) ? 'critical' : 'degrading'),
})
@Injectable()
export class GeminiHealth implements HealthIndicator {
  private last: { readonly reason: FaultReason | null; readonly until: number } | undefined;

  constructor(
    private readonly client: GeminiClient,
    private readonly calls: GeminiCalls,
    private readonly state: UpstreamState,
    private readonly config: Config,
  ) {}

  async check(signal: AbortSignal): Promise<CheckFacts | undefined> {
    if (!this.client.hasKey) return this.withoutKey();
    if (this.calls.policy.circuit === 'open') throw new CheckFailed('circuit_open');
    const reason = this.state.reason ?? (this.state.provenLately ? null : await this.ask(signal));
    if (reason !== null) throw new CheckFailed(codeOf(reason));
    return undefined;
  }

  /** Nothing is broken where the other engine does the work. */
  private withoutKey(): CheckFacts {
    if (isNeeded(this.config)) throw new CheckFailed('not_configured');
    return { reason: 'not_configured' };
  }

  private async ask(signal: AbortSignal): Promise<FaultReason | null> {
    if (this.last && Date.now() < this.last.until) return this.last.reason;
    const reason = await this.client.describeModel(signal).then(
      () => null,
      (error: unknown) => (signal.aborted ? 'timeout' : faultOf(error).reason),
    );
    this.last = { reason, until: Date.now() + (reason === null ? SUCCESS_MS : FAILURE_MS) };
    return reason;
  }
}

/** From outside it makes no difference whether nobody answers, or somebody who has trouble. */
const codeOf = (reason: FaultReason): string =>
  reason === 'upstream_unavailable' || reason === 'rejected' ? 'unreachable' : reason;
