import { BrokenCircuitError, CircuitState, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { BackendFault } from './backend-fault.js';

export type CircuitWord = 'closed' | 'half_open' | 'open';

const WORDS: Readonly<Record<CircuitState, CircuitWord>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** Lets no call through for a while after a row of outages; then one, whose outcome decides. */
export class Circuit {
  private readonly breaker;
  private last: BackendFault | undefined;

  /** @param failures outages in a row until it opens; @param openMs how long it stays so */
  constructor(failures: number, openMs: number, onChange: (state: CircuitWord) => void) {
    this.breaker = circuitBreaker(
      handleWhen((error) => error instanceof BackendFault && error.outage),
      { breaker: new ConsecutiveBreaker(failures), halfOpenAfter: openMs },
    );
    this.breaker.onStateChange((state) => onChange(WORDS[state]));
  }

  get closed(): boolean {
    return this.breaker.state === CircuitState.Closed;
  }

  /** @throws what `call` throws; the fault that opened the circuit, at once, while it is open */
  async execute<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await this.breaker.execute(call);
    } catch (error) {
      if (error instanceof BrokenCircuitError && this.last) throw this.last;
      if (error instanceof BackendFault) this.last = error;
      throw error;
    }
  }
}
