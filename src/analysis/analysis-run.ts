import type { ExecutionMetrics } from '../metrics/metrics.js';
import { OPERATIONS } from './analysis.metrics.js';
import type { AnalysisRun } from './ports/analyst.port.js';

/** A run whose stages are timed, and which stops between stages once its signal fires. */
export class TimedRun implements AnalysisRun {
  constructor(
    readonly signal: AbortSignal,
    private readonly metrics: ExecutionMetrics,
  ) {}

  async stage<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    return OPERATIONS.includes(name) ? this.metrics.time(name, work) : work();
  }
}
