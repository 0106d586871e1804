/**
 * A sliding window that several processes count in together. Where no adapter provides one, each process counts for
 * itself.
 */
export abstract class SharedWindow {
  /** Takes one where `limit` within the last `windowMs` allows it. Null where nobody can tell just now. */
  abstract take(key: string, limit: number, windowMs: number): Promise<SharedTaking | null>;
}

export interface SharedTaking {
  /** 0 where it was taken; else milliseconds until the next is free. */
  readonly waitMs: number;
  /** Undoes it. */
  giveBack(): Promise<void>;
}
