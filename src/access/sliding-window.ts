/**
 * Who took something how often within the last `windowMs`. Exact: every taking counts until it is that old, so that no
 * window of that length ever holds more than the limit. Bounded: beyond `maxKeys` the key that took nothing for the
 * longest time is forgotten, which costs an attacker with that many addresses nothing that they do not have already.
 */
export class SlidingWindow {
  /** The moments of each key, oldest first, by the monotonic clock; keys in the order of their last taking. */
  private readonly taken = new Map<string, number[]>();

  constructor(
    private readonly windowMs: number,
    private readonly maxKeys: number,
  ) {}

  get size(): number {
    return this.taken.size;
  }

  /** Takes one where `limit` allows it and gives 0; else the milliseconds after which the next is free. */
  take(key: string, limit: number): number {
    const now = performance.now();
    const moments = this.recent(key, now);
    const oldest = moments[moments.length - limit];
    if (oldest !== undefined) return oldest + this.windowMs - now;
    moments.push(now);
    this.taken.delete(key);
    this.taken.set(key, moments);
    this.forget(now);
    return 0;
  }

  /** Undoes the last taking of a key. */
  giveBack(key: string): void {
    const moments = this.taken.get(key);
    moments?.pop();
    if (moments?.length === 0) this.taken.delete(key);
  }

  private recent(key: string, now: number): number[] {
    const moments = this.taken.get(key) ?? [];
    const first = moments.findIndex((moment) => moment > now - this.windowMs);
    moments.splice(0, first === -1 ? moments.length : first);
    return moments;
  }

  /** The first keys are those that took nothing for the longest time. */
  private forget(now: number): void {
    for (const [key, moments] of this.taken) {
      const old = (moments.at(-1) ?? 0) <= now - this.windowMs;
      if (!old && this.taken.size <= this.maxKeys) break;
      this.taken.delete(key);
    }
  }
}
