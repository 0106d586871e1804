/** Lets `width` callers in at once and keeps at most `queue` waiting, in the order in which they came. */
export class Gate {
  private inside = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly width: number,
    private readonly queue: number,
    /** What a caller gets where the queue is full. */
    private readonly refusal: () => Error,
  ) {}

  /** @throws the refusal where the queue is full; the signal's reason once it fires. */
  async pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.inside < this.width) this.inside += 1;
    else await this.wait(signal);
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /** Whoever leaves hands its place to the first in the queue, so that nobody slips in between. */
  private leave(): void {
    const [enter] = this.waiting;
    if (!enter) {
      this.inside -= 1;
      return;
    }
    this.waiting.delete(enter);
    enter();
  }

  private async wait(signal: AbortSignal): Promise<void> {
    if (this.waiting.size >= this.queue) throw this.refusal();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const enter = () => resolve(undefined);
    const giveUp = () => reject(signal.reason as Error);
    this.waiting.add(enter);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await promise;
    } finally {
      this.waiting.delete(enter);
      signal.removeEventListener('abort', giveUp);
    }
  }
}
