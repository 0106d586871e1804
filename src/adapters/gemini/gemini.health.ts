import { Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { type CheckFacts, CheckFailed, HealthCheckFor, type HealthIndicator } from '../../health/health.js';
import { faultOf } from './call/fault-of.js';
import { GeminiCalls } from './call/gemini-calls.js';
import { GeminiClient } from './call/gemini-client.js';
import type { FaultReason } from './call/gemini-fault.js';
import { UpstreamState } from './call/upstream-state.js';

/** A success holds for a minute; while something is wrong it is looked at again sooner, so that nobody waits for a recovery. */
const SUCCESS_MS = 60_000;
const TROUBLED_MS = 5000;

/** Whether analyses that name no engine are made by this one. */
const isNeeded = ({ ANALYSIS_ENGINE, GEMINI_API_KEY }: Config): boolean =>
  ANALYSIS_ENGINE !== 'extractive' && GEMINI_API_KEY !== undefined;

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
  private last: { readonly reason: FaultReason | null; readonly askedAt: number } | undefined;

  constructor(
    private readonly client: GeminiClient,
    private readonly calls: GeminiCalls,
    private readonly state: UpstreamState,
  ) {}

  async check(signal: AbortSignal): Promise<CheckFacts | undefined> {
    // Nothing is broken: the configuration lets no engine pass that needs one.
    if (!this.client.hasKey) return { reason: 'not_configured' };
    if (this.calls.policy.circuit === 'open') return this.whileCallsRest(signal);
    const proven = this.state.provenLately;
    // A call that failed since makes an older success worth little.
    const successMs = this.state.doubted ? TROUBLED_MS : SUCCESS_MS;
    passUnless(this.state.reason ?? (proven ? null : await this.ask(signal, successMs)));
    return undefined;
  }

  /** An upstream that describes its model is there; whether it also answers, the next call shows (decision 36). */
  private async whileCallsRest(signal: AbortSignal): Promise<CheckFacts> {
    passUnless(this.state.reason ?? (await this.ask(signal, TROUBLED_MS)));
    return { degraded: true, reason: 'circuit_open' };
  }

  /** @param successMs for how long a success need not be asked for again */
  private async ask(signal: AbortSignal, successMs: number): Promise<FaultReason | null> {
    const askedAt = Date.now();
    const { last } = this;
    if (last && askedAt - last.askedAt < (last.reason === null ? successMs : TROUBLED_MS)) return last.reason;
    const reason = await this.client.describeModel(signal).then(
      () => null,
      (error: unknown) => (signal.aborted ? 'timeout' : faultOf(error).reason),
    );
    this.last = { reason, askedAt };
    return reason;
  }
}

/** @throws CheckFailed where there is a reason */
function passUnless(reason: FaultReason | null): void {
  if (reason !== null) throw new CheckFailed(codeOf(reason));
}

/** From outside it makes no difference whether nobody answers, or somebody who has trouble. */
const codeOf = (reason: FaultReason): string => (TROUBLE.has(reason) ? 'unreachable' : reason);
const TROUBLE: ReadonlySet<FaultReason> = new Set(['upstream_unavailable', 'malformed_reply', 'rejected']);
