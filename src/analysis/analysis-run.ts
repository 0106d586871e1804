import type { ExecutionMetrics } from '../metrics/metrics.js';
import { withSpan } from '../tracing/tracing.js';
import { OPERATIONS } from './analysis.metrics.js';
import type { AnalysisRun, Priced, Purchase } from './ports/analyst.port.js';
import type { StageLog } from './stage-log.js';

/** Where a run pays. */
export type Account = AnalysisRun['pay'];

/** A run whose stages are timed and logged, and which stops between stages once its signal fires. */
export class StagedRun implements AnalysisRun {
  constructor(
    readonly signal: AbortSignal,
    private readonly stages: StageLog,
    private readonly metrics: ExecutionMetrics,
    private readonly account: Account,
  ) {}

  async pay<T extends Priced>(purchase: Purchase, call: () => Promise<T>): Promise<T> {
    const paid = await this.account(purchase, call);
    this.stages.paid(paid);
    return paid;
  }

  async stage<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const kept = this.stages.find(name);
    // What was kept under this name was made by the same engine: it has the shape that the engine expects.
    if (kept) return kept.result as T;
    await this.stages.begun(name);
    const result = await this.timed(name, work);
    // Kept also when the signal has fired meanwhile: it is paid for.
    await this.stages.finished({ name, result });
    return result;
  }

  /** Stages with other names than the metrics know are not observed, and are spans all the same. */
  private timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    return OPERATIONS.includes(name) ? this.metrics.time(name, work) : withSpan(name, work);
  }
}
