/** A bounded cache of JSON texts. Losing it costs time, never data. */
export abstract class Cache {
  /** Null where there is nothing, or it is past its time. */
  abstract get(key: string): Promise<CacheEntry | null>;
  /** `value` is JSON text; an entry that is larger than the whole cache is not kept. */
  abstract set(key: string, value: string, ttlSeconds: number): Promise<void>;
  abstract remove(key: string): Promise<void>;
}

export interface CacheEntry {
  readonly value: string;
  readonly ageSeconds: number;
}
