import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors/errors.js';
import { CheckFailed } from '../health/health.js';
import type { Log } from '../logging/log.js';
import type { ApiCallMetrics, Service } from '../metrics/metrics.js';
import { BackendFault } from './backend-fault.js';
import { Circuit } from './circuit.js';
import { DeadlinePassed, withDeadline } from './with-deadline.js';

/** The face of calls to outside backends. */
export { BackendFault, type BackendReason } from './backend-fault.js';
export { withDeadline } from './with-deadline.js';

const FIRST_PAUSE_MS = 100;
const RETRY_AFTER_SECONDS = 5;
/** However long a call may take: what comes back is to be used again within ten seconds. */
const MOST_REST_MS = 5000;
/** Whoever asks for a backend's health does not wait as long as whoever needs its answer. */
const PROBE_MS = 2000;

export interface BackendRules {
  readonly service: Service;
  /** Of one try, in milliseconds. */
  readonly timeoutMs: number;
  /** Tries of one call, while its failures are outages. */
  readonly tries: number;
  /** Outages in a row after which nothing is sent for `restMs`, or five seconds if that is less. */
  readonly failuresToRest: number;
  readonly restMs: number;
  /** What an error of the vendor means. @throws the error itself where it is a defect of ours */
  readonly faultOf: (error: unknown) => BackendFault;
}

/** One try; gets its number, from 1. It must end when the signal fires, and is left behind if it does not. */
type Try<T> = (signal: AbortSignal, attempt: number) => Promise<T>;

/** Calls to one backend: each bounded in time, retried where that helps, counted, timed, and behind one circuit. */
export class BackendCalls {
  private readonly circuit: Circuit;

  constructor(
    private readonly rules: BackendRules,
    private readonly metrics: ApiCallMetrics,
    private readonly log: Log,
  ) {
    const { service, failuresToRest, restMs } = rules;
    this.circuit = new Circuit(failuresToRest, Math.min(restMs, MOST_REST_MS), (state) => {
      metrics.setBreaker(service, state);
      log.warning('circuit_state_changed', { service, state });
    });
  }

  /** @throws BackendFault */
  async call<T>(work: Try<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.circuit.execute(() => this.attempt(work, attempt, this.rules.timeoutMs));
      } catch (error) {
        const again = error instanceof BackendFault && error.outage && this.circuit.closed;
        if (!again || attempt >= this.rules.tries) throw error;
        await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + Math.random()));
      }
    }
  }

  /** A call whose failure a client may be told of. @param failing e.g. "The report cannot be stored". @throws AppError `overloaded` */
  async serve<T>(failing: string, work: Try<T>): Promise<T> {
    try {
      return await this.call(work);
    } catch (error) {
      if (!(error instanceof BackendFault)) throw error;
      throw new AppError('overloaded', `${failing} just now.`, {
        retryable: true,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
        cause: error,
      });
    }
  }

  /** For a health check: one try, through the same circuit as every call. @throws CheckFailed with the fault's reason */
  async probe(work: Try<unknown>): Promise<void> {
    try {
      const timeoutMs = Math.min(this.rules.timeoutMs, PROBE_MS);
      await this.circuit.execute(() => this.attempt(work, 1, timeoutMs));
    } catch (error) {
      throw error instanceof BackendFault ? new CheckFailed(error.reason, error) : error;
    }
  }

  private async attempt<T>(work: Try<T>, attempt: number, timeoutMs: number): Promise<T> {
    const { service } = this.rules;
    try {
      return await this.metrics.observe(service, () =>
        withDeadline(timeoutMs, (signal) => work(signal, attempt)),
      );
    } catch (error) {
      const fault =
        error instanceof DeadlinePassed
          ? new BackendFault('timeout', null, error)
          : this.rules.faultOf(error);
      this.log.warning('api_call_failed', { service, reason: fault.reason, status: fault.status, attempt });
      throw fault;
    }
  }
}
