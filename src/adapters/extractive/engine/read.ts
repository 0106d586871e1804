import type { FrameworkName } from '../../../analysis/analysis.js';
import { chooseFrom } from './choose.js';
import { pilesOf } from './piles.js';
import type { Reading } from './reading.js';

/** What the thread needs of a request, and no more. */
export interface ReadOrder {
  readonly company: string;
  readonly frameworks: readonly FrameworkName[];
  readonly sources: readonly { readonly id: string; readonly content: string }[];
  /** Passages to keep per bucket. */
  readonly items: number;
}

/** Reads every source and sorts its sentences into the buckets of the frameworks asked for. Pure. */
export function read(order: ReadOrder): Reading {
  const { piles, warnings } = pilesOf(order);
  return chooseFrom(piles, warnings, order);
}
