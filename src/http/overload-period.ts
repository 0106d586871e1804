import type { Log } from '../logging/log.js';
import type { Overload, RefusalMetrics } from '../metrics/metrics.js';

/** Without a refusal for so long, an overload is over. */
const QUIET_MS = 5000;

interface Period {
  readonly since: number;
  last: number;
  refused: number;
}

/** Counts each refusal, and tells of an overload twice: when it begins, and when it is over. */
export class OverloadPeriod {
  private period: Period | null = null;

  constructor(
    private readonly metrics: RefusalMetrics,
    private readonly log: Log,
  ) {}

  refused(reason: Overload, inFlight: number): void {
    this.metrics.count(reason);
    if (!this.period) {
      this.period = { since: performance.now(), last: 0, refused: 0 };
      this.log.warning('overload_started', { reason, requests_in_flight: inFlight });
    }
    this.period.last = performance.now();
    this.period.refused += 1;
  }

  /** To be called now and again. */
  look(): void {
    const { period } = this;
    if (!period || performance.now() - period.last < QUIET_MS) return;
    this.period = null;
    const facts = { refused: period.refused, duration_ms: Math.round(period.last - period.since) };
    this.log.info('overload_ended', facts);
  }
}
