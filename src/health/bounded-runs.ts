import { CheckFailed, type HealthIndicator } from './health-check.js';

/** What one run of a check came to. */
export interface RunResult {
  readonly status: 'up' | 'degraded' | 'down';
  /** A snake_case code; undefined where there is nothing to say. */
  readonly reason: string | undefined;
  readonly latencyMs: number;
  /** What the indicator threw, for the log only. */
  readonly cause: unknown;
}

const CODE = /^[a-z][a-z0-9_]{0,63}$/;
/** A reason goes to whoever asks, so whatever is no code, such as the text of an error, is not passed on. */
const codeOf = (reason: string | undefined) => (reason === undefined || CODE.test(reason) ? reason : 'error');

/**
 * Runs one indicator, each run bounded in time. A run that ignores its signal is left behind, and as long as one is,
 * the next waits twice as long as the last: a check that hangs for ever has left no more than about twenty runs behind
 * after a year, and one whose dependency comes back is found healthy again within twice its outage.
 */
export class BoundedRuns {
  private leftBehind = 0;
  private nextStart = 0;
  private lastStart = 0;

  constructor(
    private readonly indicator: HealthIndicator,
    private readonly timeoutMs: number,
  ) {}

  /** Never throws, and never takes longer than the time-out; at once `timeout` while earlier runs hang. */
  async run(): Promise<RunResult> {
    const now = performance.now();
    if (this.leftBehind > 0 && now < this.nextStart) return this.down(new CheckFailed('timeout'));
    this.lastStart = now;
    try {
      const facts = await this.attempt();
      const { degraded = false, reason } = facts ?? {};
      const status = degraded ? 'degraded' : 'up';
      return { status, reason: codeOf(reason), latencyMs: this.elapsed(), cause: undefined };
    } catch (error) {
      return this.down(error);
    }
  }

  private async attempt(): ReturnType<HealthIndicator['check']> {
    const controller = new AbortController();
    const { promise: timeout, reject } = Promise.withResolvers<never>();
    // An indicator that throws before its first await must not hide the others.
    const check = (async () => this.indicator.check(controller.signal))();
    const timer = setTimeout(() => {
      this.leaveBehind(check);
      const failure = new CheckFailed('timeout');
      controller.abort(failure);
      reject(failure);
    }, this.timeoutMs).unref();
    try {
      return await Promise.race([check, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  private leaveBehind(check: Promise<unknown>): void {
    this.nextStart = performance.now() + this.timeoutMs * 2 ** this.leftBehind;
    this.leftBehind += 1;
    const ended = () => (this.leftBehind -= 1);
    check.then(ended, ended);
  }

  private down(cause: unknown): RunResult {
    const reason = cause instanceof CheckFailed ? codeOf(cause.reason) : 'error';
    return { status: 'down', reason, latencyMs: this.elapsed(), cause };
  }

  private elapsed(): number {
    return Math.round(performance.now() - this.lastStart);
  }
}
