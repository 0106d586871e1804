export interface Flight {
  readonly controller: AbortController;
  readonly result: Promise<unknown>;
}

interface Seats<F> {
  readonly flight: F;
  readonly landing: PromiseWithResolvers<undefined>;
  passengers: number;
  /** Whether there is a result, good or bad. */
  settled: boolean;
}

/** One flight for all who want the same at the same time; it is aborted when the last of them has left. */
export class SingleFlight<F extends Flight> {
  private readonly flights = new Map<string, Seats<F>>();

  /** Boards the flight of this key, or launches it, and leaves when `use` is done. */
  async ride<R>(key: string, launch: () => F, use: (flight: F) => Promise<R>): Promise<R> {
    const seats = this.flights.get(key) ?? this.open(key, launch());
    seats.passengers += 1;
    try {
      return await use(seats.flight);
    } finally {
      seats.passengers -= 1;
      if (seats.passengers === 0) this.end(key, seats);
    }
  }

  /** Resolves when the flight of this key is over, however it ends; undefined where there is none. */
  landing(key: string): Promise<undefined> | undefined {
    return this.flights.get(key)?.landing.promise;
  }

  private open(key: string, flight: F): Seats<F> {
    const landing = Promise.withResolvers<undefined>();
    const seats: Seats<F> = { flight, landing, passengers: 0, settled: false };
    const settle = () => (seats.settled = true);
    flight.result.then(settle, settle);
    this.flights.set(key, seats);
    return seats;
  }

  /** Also ends what nobody waits for any more. */
  private end(key: string, { flight, landing, settled }: Seats<F>): void {
    this.flights.delete(key);
    if (!settled) flight.controller.abort(new DOMException('Nobody waits for this any more.', 'AbortError'));
    landing.resolve(undefined);
  }
}
