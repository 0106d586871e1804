import type { Log } from '../logging/log.js';

/** How somebody came by an analysis. */
export interface AnalysisCompletion {
  readonly reportId: string;
  readonly confidence: number;
  readonly partial: boolean;
  /** By `performance.now()`. */
  readonly started: number;
  /** What this request paid: nothing for what was there already, or what another request's run made. */
  readonly costUsd: number;
  /** True where the analysis was not made for this request. */
  readonly cached: boolean;
}

/** One line for each request that has its analysis. */
export function logCompleted(log: Log, completion: AnalysisCompletion): void {
  log.info('analysis_completed', {
    report_id: completion.reportId,
    duration_ms: Math.round(performance.now() - completion.started),
    confidence_score: completion.confidence,
    cost_usd: completion.costUsd,
    partial: completion.partial,
    cached: completion.cached,
  });
}
