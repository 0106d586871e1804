/** A bounded cache of JSON texts. Losing it costs time, never data. */
export abstract class Cache {
  /** Null where there is nothing, or it is past its time. */
  abstract get(key: string): Promise<CacheEntry | null>;
  /** `value` is JSON text; an entry that is larger than the whole cache is not kept. */
  abstract set(key: string, value: string, ttlSeconds: number): Promise<void>;
  abstract remove(key: string): Promise<void>;
  /**
   * Runs `work` while no other process that shares this cache runs work of the same key; within a process, SingleFlight
   * sees to that. A process that died, or a cache that is away, holds nobody up for long: then work may be done twice.
   * @throws what `work` throws; the signal's reason where it fires before the turn comes
   */
  abstract alone<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export interface CacheEntry {
  readonly value: string;
  readonly ageSeconds: number;
}
