/**
 * Things in an order that is cheap to change: to take one out and to make it the last costs the same few writes for any
 * number of them. A Map is built anew again and again where entries come and go.
 */
export interface Linked<T> {
  before: T;
  after: T;
}

/** A ring without entries. `start` stands between the last and the first, and is none of them. */
export function emptyRing<T extends Linked<T>>(start: Partial<T>): T {
  const ring = start as T;
  ring.before = ring;
  ring.after = ring;
  return ring;
}

/** Makes it the last. */
export function append<T extends Linked<T>>(entry: T, ring: T): void {
  entry.before = ring.before;
  entry.after = ring;
  ring.before.after = entry;
  ring.before = entry;
}

/** Taking out what is out already changes nothing. */
export function remove<T extends Linked<T>>(entry: T): void {
  entry.before.after = entry.after;
  entry.after.before = entry.before;
  entry.before = entry;
  entry.after = entry;
}
