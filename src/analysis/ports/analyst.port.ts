import type { AnalysisRequest, EngineName } from '../analysis-request.js';
import type { FrameworkName } from '../frameworks/frameworks.js';
import type { Citation, CostStatus } from '../report/report.schema.js';

/** One statement that an engine makes, before the server has checked it. */
export interface Finding {
  /** The bucket of its framework that it belongs to, e.g. `strengths`. */
  readonly bucket: string;
  readonly text: string;
  readonly origin: 'extracted' | 'generated';
  readonly citations: readonly Citation[];
}

/** An open question where evidence is missing; never presented as a finding. */
export interface Hypothesis {
  readonly bucket: string;
  readonly text: string;
  /** What to research in order to settle it. */
  readonly question: string;
  /** The kind of document or figure that would settle it. */
  readonly evidence_needed: string;
}

/** What an engine found for one framework. */
export interface FrameworkFindings {
  readonly framework: FrameworkName;
  readonly findings: readonly Finding[];
  readonly hypotheses: readonly Hypothesis[];
  /** Only for scored frameworks: 1 (weak) to 5 (strong) by bucket; null where the evidence is too thin. */
  readonly scores: Readonly<Record<string, number | null>>;
  /**
   * Set where this framework could not be done: a code from the error list, `budget_exhausted`, or what was wrong with the
   * model's replies: `reply_cut_off`, `reply_blocked`, `reply_invalid`. Findings are empty then.
   */
  readonly failure: string | null;
}

/** A recommendation and the findings that it rests on. */
export interface Recommendation {
  readonly text: string;
  readonly origin: 'generated';
  readonly priority: 'high' | 'medium' | 'low';
  readonly citations: readonly Citation[];
}

export interface Findings {
  readonly frameworks: readonly FrameworkFindings[];
  /** Most important first; the first becomes the strategic recommendation when it passes the checks. */
  readonly recommendations: readonly Recommendation[];
  readonly next_steps: readonly string[];
  /** Facts about the run that a reader must know, e.g. that a sentence of a source was ignored and why. */
  readonly warnings: readonly string[];
  readonly partial_reasons: readonly string[];
  readonly usage: Usage;
}

export interface Usage {
  readonly usd: number;
  readonly calls: number;
  readonly tokens: number;
  /** `estimated`: the model did not say of every call what it used; the most that it can be counts then. */
  readonly status: CostStatus;
}

export interface EngineDescription {
  readonly name: EngineName;
  readonly version: string;
  readonly model: string | null;
  readonly prompt_version: string | null;
  readonly offline: boolean;
}

export interface Estimate {
  /** Calls as planned, without those for replies that cannot be used and are asked for once more. */
  readonly calls: number;
  readonly tokens_max: number;
  /**
   * What the planned calls cost at most; asking again comes on top, within the client's budget where there is one. Null:
   * nobody here knows what the model costs, so no budget can be kept.
   */
  readonly cost_usd_max: number | null;
}

/** What a paid call is for, and the most that it can cost in USD (null: nobody knows). */
export interface Purchase {
  /** Null: it serves the analysis as a whole. */
  readonly framework: FrameworkName | null;
  readonly worstUsd: number | null;
}

/** What a call did cost. */
export interface Priced {
  /** Null: the model is unpriced. */
  readonly usd: number | null;
  readonly tokens: number;
  /** The most that it can have been: the model did not say what it was. */
  readonly estimated?: boolean;
}

/** The run that an engine works in: its abort signal, and stages that are timed and, in a job, kept. */
export interface AnalysisRun {
  readonly signal: AbortSignal;
  /** Runs `work` under a stage's name; a stage that an earlier attempt finished gives its kept result instead. */
  stage<T>(name: string, work: () => Promise<T>): Promise<T>;
  /**
   * Runs a paid call on the client's account: what it cost is booked at once. It waits while only what is set aside for
   * the client's other calls is in its way.
   * @throws AppError `rate_limited` where what the client may spend today does not hold its worst case
   */
  pay<T extends Priced>(purchase: Purchase, call: () => Promise<T>): Promise<T>;
}

/** An analysis engine: reads a request, gives findings; checks, confidence and layout are not its business. */
export abstract class Analyst {
  abstract readonly description: EngineDescription;
  /** Why this engine cannot be used now (`no_api_key`, `circuit_open`), or null when it can. */
  abstract unavailableReason(): string | null;
  /** After how many seconds it is worth asking again for an engine that cannot be used now. */
  secondsToWait(): number {
    return 60;
  }
  /**
   * Looks whether a request can be done as it is asked for; the desk asks before it takes the request.
   * @throws AppError `budget_too_low`
   */
  admit(_request: AnalysisRequest): void {
    // Most engines take every valid request.
  }
  /** The most that a run could take; spends nothing. */
  abstract estimate(request: AnalysisRequest): Estimate;
  /** The stages that a run of this request should have: its progress is measured by them. */
  stages(request: AnalysisRequest): readonly string[] {
    return request.frameworks;
  }
  /** @throws AppError `engine_unavailable`, `upstream_error`; an AbortError when the run's signal fires. */
  abstract analyse(request: AnalysisRequest, run: AnalysisRun): Promise<Findings>;
}
