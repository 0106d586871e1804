import { unlessAborted } from './unless-aborted.js';

interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  passengers: number;
}

/** One run for all who ask for the same at the same time; it is aborted when the last of them has gone. */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>();

  /** @param signal the caller's own; its abort rejects this caller alone. */
  async join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const flight = this.flights.get(key) ?? this.start(key, work);
    flight.passengers += 1;
    try {
      return await unlessAborted(flight.result, signal);
    } finally {
      flight.passengers -= 1;
      if (flight.passengers === 0) this.end(key, flight);
    }
  }

  private start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight = { result: work(controller.signal), controller, passengers: 0 };
    this.flights.set(key, flight);
    return flight;
  }

  /** Also ends what nobody waits for any more. */
  private end(key: string, flight: Flight<T>): void {
    if (this.flights.get(key) === flight) this.flights.delete(key);
    flight.controller.abort();
  }
}
