import { CheckFailed, type HealthCheckOptions, type HealthIndicator } from './health-check.js';
import type { Criticality } from '../config/config.js';

export type CheckStatus = 'up' | 'degraded' | 'down' | 'unknown';

interface Outcome {
  readonly status: CheckStatus;
  readonly reason: string | undefined;
  readonly latencyMs: number;
  readonly at: number;
}

export interface Transition {
  readonly check: string;
  readonly from: CheckStatus;
  readonly to: CheckStatus;
  readonly reason: string | undefined;
}

export interface Timing {
  readonly timeoutMs: number;
  readonly ttlMs: number;
  /** Past this age a result says nothing any more. */
  readonly maxAgeMs: number;
}

const HISTORY = 20;

/** One check over time: shares results, bounds each run, and turns single outcomes into a steady status. */
export class MonitoredCheck {
  readonly name: string;
  readonly provider: string;
  readonly history: Outcome[] = [];
  changedAt: number | null = null;
  private steady: CheckStatus = 'unknown';
  private streak = 0;
  private running: Promise<void> | null = null;

  constructor(
    private readonly indicator: HealthIndicator,
    private readonly options: HealthCheckOptions,
    readonly criticality: Criticality,
    private readonly timing: Timing,
    private readonly onChange: (transition: Transition) => void,
  ) {
    this.name = options.name;
    this.provider = options.provider;
  }

  get last(): Outcome | undefined {
    return this.history.at(-1);
  }

  /** The status now; a result past its age is `unknown`, never still green. */
  get status(): CheckStatus {
    const good = this.history.findLast(({ status }) => status === 'up' || status === 'degraded');
    const expired = (outcome?: Outcome) =>
      outcome === undefined || Date.now() - outcome.at > this.timing.maxAgeMs;
    if (expired(this.last)) return 'unknown';
    return this.steady !== 'down' && expired(good) ? 'unknown' : this.steady;
  }

  get reason(): string | undefined {
    return this.status === 'unknown' ? 'expired' : this.last?.reason;
  }

  /** Waits for a result that is not older than the TTL; at most one run is under way. */
  async refresh(): Promise<void> {
    if (this.last && Date.now() - this.last.at < this.timing.ttlMs) return;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    await this.running;
  }

  private async run(): Promise<void> {
    const started = performance.now();
    const { status, reason } = await this.attempt();
    this.record({ status, reason, latencyMs: Math.round(performance.now() - started), at: Date.now() });
  }

  /** One bounded run; a check that ignores its abort is left behind, it does not hold up the answer. */
  private async attempt(): Promise<Pick<Outcome, 'status' | 'reason'>> {
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new CheckFailed('timeout')), this.timing.timeoutMs);
    });
    try {
      const check = (async () => this.indicator.check(controller.signal))();
      const facts = await Promise.race([check, timeout]);
      return { status: facts?.degraded ? 'degraded' : 'up', reason: facts?.reason };
    } catch (error) {
      return { status: 'down', reason: error instanceof CheckFailed ? error.reason : 'error' };
    } finally {
      clearTimeout(timer);
      controller.abort();
    }
  }

  private record(outcome: Outcome): void {
    this.history.push(outcome);
    if (this.history.length > HISTORY) this.history.shift();
    const failed = (status: CheckStatus) => status === 'down';
    this.streak = failed(outcome.status) === failed(this.steady) ? 0 : this.streak + 1;
    const needed = failed(outcome.status) ? (this.options.failAfter ?? 1) : (this.options.recoverAfter ?? 1);
    const settles =
      this.steady === 'unknown' || failed(outcome.status) === failed(this.steady) || this.streak >= needed;
    if (!settles || outcome.status === this.steady) return;
    const transition = { check: this.name, from: this.steady, to: outcome.status, reason: outcome.reason };
    this.steady = outcome.status;
    this.streak = 0;
    this.changedAt = outcome.at;
    this.onChange(transition);
  }
}
