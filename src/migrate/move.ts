import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors/errors.js';
import type { NextPage } from '../analysis/ports/inventory.port.js';

export type Say = (line: string) => void;

/** What became of one thing: copied now; there already and equal; another one stands in its place; or too old to be kept. */
export type Fate = 'moved' | 'present' | 'different' | 'expired';
export type Fates = Readonly<Record<Fate, number>>;

/** How many of a kind there are on both sides at the end. */
export interface Comparison {
  readonly name: string;
  /** Without what is too old to be kept. */
  readonly source: number;
  readonly target: number;
  readonly different: number;
}

export interface Kind<T> {
  /** E.g. `reports`. */
  readonly name: string;
  readonly total: number;
  readonly next: NextPage<T>;
  readonly idOf: (each: T) => string;
  readonly put: (each: T) => Promise<Fate>;
}

const PAGE = 100;
const AT_ONCE = 10;
const TRIES = 5;
const FIRST_PAUSE_MS = 500;
/** Enough to see what is the matter. */
const SHOWN = 20;

/** Copies all of a kind, and tells how far it is. @throws AppError where a backend stays away */
export async function moveAll<T>({ name, total, next, idOf, put }: Kind<T>, say: Say): Promise<Fates> {
  const fates: Record<Fate, number> = { moved: 0, present: 0, different: 0, expired: 0 };
  let after = '';
  for (let page = await next(after, PAGE); page.length > 0; page = await next(after, PAGE)) {
    for (let from = 0; from < page.length; from += AT_ONCE) {
      const some = page.slice(from, from + AT_ONCE);
      const outcomes = await Promise.all(
        some.map(async (each) => [await patiently(() => put(each)), each] as const),
      );
      for (const [fate, each] of outcomes) {
        fates[fate] += 1;
        if (fate === 'different' && fates.different <= SHOWN)
          say(`  ${name}: ${idOf(each)} differs at the target`);
      }
    }
    after = idOf(page.at(-1) as T);
    say(`${name}: ${fates.moved} moved, ${fates.present} there already, of ${total}`);
  }
  return fates;
}

/** Tries again while the backend says that it cannot just now. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError && error.retryable) || attempt === TRIES) throw error;
      await sleep(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}
