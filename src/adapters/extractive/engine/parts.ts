import { wordsOf } from '../../../analysis/source-text/source-text.js';
import { chooseFrom } from './choose.js';
import { pilesOf } from './piles.js';
import type { PartsOrder } from './halves.js';
import type { ReadOrder } from './read.js';
import type { Passage, Reading } from './reading.js';
import { type Candidate, strongest } from './select.js';

interface Part {
  readonly warnings: readonly string[];
  readonly piles: Readonly<Record<string, readonly Passage[]>>;
}

/**
 * Reads a part of the sources. What can be among the best of all is among the best of its part: no more is kept. As one
 * text, since it crosses the main thread, which would have to take thousands of objects apart and together again.
 */
export function readPart(order: Omit<ReadOrder, 'items'>): string {
  const { piles, warnings } = pilesOf(order);
  const best: Record<string, Passage[]> = {};
  for (const [key, list] of piles) best[key] = strongest(list).map(({ passage }) => passage);
  return JSON.stringify({ warnings, piles: best } satisfies Part);
}

/** What `read` gives for all sources at once. Pure. */
export function joinParts({ parts, ...order }: PartsOrder): Reading {
  const piles = new Map<string, Candidate[]>();
  const warnings: string[] = [];
  for (const text of parts) {
    const part = JSON.parse(text) as Part;
    warnings.push(...part.warnings);
    for (const [key, passages] of Object.entries(part.piles))
      piles.set(key, [...(piles.get(key) ?? []), ...passages.map(asCandidate)]);
  }
  return chooseFrom(piles, warnings, order);
}

const asCandidate = (passage: Passage): Candidate => ({ passage, words: wordsOf(passage.text) });
