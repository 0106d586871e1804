import type { Criticality } from '../config/config.js';
import { BoundedRuns, type RunResult } from './bounded-runs.js';
import type { HealthCheckOptions, HealthIndicator } from './health-check.js';

export type CheckStatus = RunResult['status'] | 'unknown';

interface Outcome {
  readonly status: RunResult['status'];
  readonly reason: string | undefined;
  readonly latencyMs: number;
  /** Wall clock, for readers. */
  readonly at: number;
  /** Monotonic clock, for ages: a clock that is set back must not keep a result fresh. */
  readonly tick: number;
}

export interface Transition {
  readonly check: string;
  readonly from: CheckStatus;
  readonly to: CheckStatus;
  readonly reason: string | undefined;
  /** What the indicator threw, for the log only. */
  readonly cause: unknown;
}

export interface Timing {
  readonly timeoutMs: number;
  readonly ttlMs: number;
  /** Past this age a result says nothing any more. */
  readonly maxAgeMs: number;
}

const HISTORY = 20;

/** One check over time: shares results, and turns single outcomes into a steady status. */
export class MonitoredCheck {
  readonly name: string;
  readonly provider: string;
  readonly history: Outcome[] = [];
  /** When the status last changed, milliseconds of the wall clock. */
  changedAt: number | null = null;
  private readonly runs: BoundedRuns;
  private steady: CheckStatus = 'unknown';
  private announced: CheckStatus = 'unknown';
  private streak = 0;
  private running: Promise<void> | null = null;

  constructor(
    indicator: HealthIndicator,
    private readonly options: HealthCheckOptions,
    readonly criticality: Criticality,
    private readonly timing: Timing,
    private readonly onChange: (transition: Transition) => void,
  ) {
    this.name = options.name;
    this.provider = options.provider;
    this.runs = new BoundedRuns(indicator, timing.timeoutMs);
  }

  get last(): Outcome | undefined {
    return this.history.at(-1);
  }

  /** The status now; a result past its age is `unknown`, never still green. */
  get status(): CheckStatus {
    if (this.expired(this.last)) return 'unknown';
    if (this.steady === 'down' || this.steady === 'unknown') return this.steady;
    return this.expired(this.history.findLast(({ status }) => status !== 'down')) ? 'unknown' : this.steady;
  }

  get reason(): string | undefined {
    return this.status === 'unknown' ? 'expired' : this.last?.reason;
  }

  /** Waits for a result that is not older than the TTL; at most one run is under way. */
  async refresh(): Promise<void> {
    if (this.last && performance.now() - this.last.tick < this.timing.ttlMs) return;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    await this.running;
  }

  private expired(outcome: Outcome | undefined): boolean {
    return outcome === undefined || performance.now() - outcome.tick > this.timing.maxAgeMs;
  }

  private async run(): Promise<void> {
    const { cause, ...result } = await this.runs.run();
    this.history.push({ ...result, at: Date.now(), tick: performance.now() });
    if (this.history.length > HISTORY) this.history.shift();
    this.settle(result.status);
    this.announce(cause);
  }

  /** Failures and recoveries count only once there are enough of them in a row; the first result counts at once. */
  private settle(status: RunResult['status']): void {
    const failed = status === 'down';
    if (this.steady === 'unknown' || failed === (this.steady === 'down')) {
      this.steady = status;
      this.streak = 0;
      return;
    }
    this.streak += 1;
    const needed = failed ? this.options.failAfter : this.options.recoverAfter;
    if (this.streak < (needed ?? 1)) return;
    this.steady = status;
    this.streak = 0;
  }

  private announce(cause: unknown): void {
    const { announced: from, status: to } = this;
    if (from === to) return;
    this.announced = to;
    this.changedAt = Date.now();
    this.onChange({ check: this.name, from, to, reason: this.reason, cause });
  }
}
