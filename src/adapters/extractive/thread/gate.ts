import { AppError } from '../../../errors/errors.js';

interface Waiting {
  readonly enter: () => void;
}

/** Lets `width` callers in at once and keeps at most `queue` waiting, in the order in which they came. */
export class Gate {
  private inside = 0;
  private readonly waiting = new Set<Waiting>();

  constructor(
    private readonly width: number,
    private readonly queue: number,
  ) {}

  /** @throws AppError `overloaded` where the queue is full; the signal's reason once it fires. */
  async pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.inside >= this.width) await this.wait(signal);
    this.inside += 1;
    try {
      return await work();
    } finally {
      this.inside -= 1;
      const [next] = this.waiting;
      next?.enter();
    }
  }

  private async wait(signal: AbortSignal): Promise<void> {
    if (this.waiting.size >= this.queue)
      throw new AppError('overloaded', 'Too many analyses are waiting for the extractive engine.', {
        retryable: true,
        retryAfterSeconds: 5,
      });
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const place: Waiting = { enter: () => resolve(undefined) };
    const leave = () => reject(signal.reason as Error);
    this.waiting.add(place);
    signal.addEventListener('abort', leave, { once: true });
    try {
      await promise;
    } finally {
      this.waiting.delete(place);
      signal.removeEventListener('abort', leave);
    }
  }
}
