import { Injectable } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';
import { withSpan } from '../tracing/tracing.js';

/** Edges in seconds; the alerts' thresholds lie on them. */
export const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** How long operations take: the whole `analysis`, and each of its stages. */
@Injectable()
export class ExecutionMetrics {
  private readonly durations: Histogram<'operation'>;

  constructor(registry: Registry) {
    this.durations = new Histogram({
      name: 'consultantos_execution_duration_seconds',
      help: 'Duration of an operation: the whole analysis, or one of its stages.',
      labelNames: ['operation'],
      buckets: DURATION_BUCKETS,
      registers: [registry],
    });
  }

  /** Names the operations of a feature, so that their series exist from the first scrape. */
  declare(operations: readonly string[]): void {
    for (const operation of operations) this.durations.zero({ operation });
  }

  /** Runs `work` as a span and observes its duration, also when it throws. */
  async time<T>(operation: string, work: () => Promise<T>): Promise<T> {
    const stop = this.durations.startTimer({ operation });
    try {
      return await withSpan(operation, work);
    } finally {
      stop();
    }
  }
}
