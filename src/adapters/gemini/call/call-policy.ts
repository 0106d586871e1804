import { setTimeout as sleep } from 'node:timers/promises';
import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  retry,
} from 'cockatiel';
import { unlessAborted } from '../../../analysis/analysis.js';
import { Gate } from '../../../threads/threads.js';
import { isWorthRetrying, pauseBefore } from './backoff.js';
import { GeminiFault } from './gemini-fault.js';
import { circuitOpen, overloaded } from './refusals.js';

const TRIES = 3;
const FAILURES_TO_OPEN = 5;
const SUCCESSES_TO_CLOSE = 2;
const OPEN_MS = 60_000;
const WAITING_PER_PLACE = 64;

export type Circuit = 'closed' | 'half_open' | 'open';

/** How a call reaches the upstream: a bound on calls in flight, then retries, then a circuit breaker round each try. */
export class CallPolicy {
  private openedAt = 0;
  private readonly gate: Gate;
  /** Without pauses of its own: those would not end with the caller's signal. */
  private readonly retries = retry(handleWhen(isWorthRetrying), { maxAttempts: TRIES - 1 });
  private readonly breaker = circuitBreaker(
    handleWhen((error) => error instanceof GeminiFault && error.outage),
    {
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
      halfOpenAfter: OPEN_MS,
      halfOpenSampling: { calls: SUCCESSES_TO_CLOSE, threshold: 0 },
    },
  );

  constructor(width: number, onCircuit: (circuit: Circuit) => void) {
    this.gate = new Gate(width, width * WAITING_PER_PLACE, overloaded);
    this.breaker.onBreak(() => {
      this.openedAt = Date.now();
      // Nobody may call for a while after the time is over; whoever looks should see that calls would be let through.
      setTimeout(() => onCircuit(this.circuit), OPEN_MS).unref();
    });
    this.breaker.onStateChange(() => onCircuit(this.circuit));
  }

  /** Open only as long as calls are turned away. */
  get circuit(): Circuit {
    if (this.breaker.state === CircuitState.Closed) return 'closed';
    return this.breaker.state === CircuitState.Open && this.secondsToWait() > 0 ? 'open' : 'half_open';
  }

  /** Until the circuit lets a call through again; 0 where it does. */
  secondsToWait(): number {
    return Math.max(0, Math.ceil((this.openedAt + OPEN_MS - Date.now()) / 1000));
  }

  /**
   * @param attempt one try; gets its number, from 1
   * @throws AppError `overloaded`, `engine_unavailable` where the circuit is open; the last GeminiFault; the signal's reason
   */
  async run<T>(attempt: (number: number) => Promise<T>, signal: AbortSignal): Promise<T> {
    // The race inside the gate frees the place at once: whoever waits for a half-open circuit does not see the signal.
    return this.gate.pass(signal, () => unlessAborted(this.tries(attempt, signal), signal));
  }

  private async tries<T>(attempt: (number: number) => Promise<T>, signal: AbortSignal): Promise<T> {
    let last: Error | undefined;
    const remember = (error: Error) => {
      last = error;
      throw error;
    };
    try {
      return await this.retries.execute(async ({ attempt: retried }) => {
        if (last && this.circuit !== 'open') await sleep(pauseBefore(retried, last), undefined, { signal });
        return this.breaker.execute(() => attempt(retried + 1).catch(remember), signal);
      }, signal);
    } catch (error) {
      signal.throwIfAborted();
      // Where the circuit opened between two tries, the failure of the first says more.
      if (error instanceof BrokenCircuitError) throw last ?? circuitOpen(this.secondsToWait());
      throw error;
    }
  }
}
