import type { ReadOrder } from './read.js';
import type { Piles } from './piles.js';
import type { Reading } from './reading.js';
import { select } from './select.js';

/** The best passages of each bucket. Pure. */
export function chooseFrom(
  piles: Piles,
  warnings: readonly string[],
  { frameworks, items }: Pick<ReadOrder, 'frameworks' | 'items'>,
): Reading {
  const ofFramework = (name: string) =>
    [...piles]
      .filter(([key]) => key.startsWith(`${name}.`))
      .map(([key, list]) => [key.slice(name.length + 1), select(list, items)]);
  const buckets = Object.fromEntries(frameworks.map((name) => [name, Object.fromEntries(ofFramework(name))]));
  return { buckets, warnings };
}
