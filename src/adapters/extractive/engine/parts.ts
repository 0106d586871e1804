import { wordsOf } from '../../../analysis/source-text/source-text.js';
import { chooseFrom } from './choose.js';
import { pilesOf } from './piles.js';
import type { ReadOrder } from './read.js';
import type { Passage, Reading } from './reading.js';
import { type Candidate, strongest } from './select.js';

/** What is to be put together: the parts as `readPart` wrote them, in the order of their sources. */
export interface PartsOrder extends Pick<ReadOrder, 'frameworks' | 'items'> {
  readonly parts: readonly string[];
}

interface Part {
  readonly warnings: readonly string[];
  readonly piles: Readonly<Record<string, readonly Passage[]>>;
}

/** Below so many characters a second thread costs more than it saves. */
const WORTH_PARTING = 100_000;

/** The sources of an order in two halves of about one length, in their order; the whole where that is not worth it. */
export function partsOf(order: ReadOrder): ReadOrder[] {
  const { sources } = order;
  const lengths = sources.map(({ content }) => content.length);
  const total = sum(lengths);
  if (sources.length < 2 || total < WORTH_PARTING) return [order];
  const longest = (cut: number) => {
    const left = sum(lengths.slice(0, cut));
    return Math.max(left, total - left);
  };
  const cuts = sources.slice(1).map((_, at) => at + 1);
  const best = cuts.reduce((a, b) => (longest(b) < longest(a) ? b : a));
  return [sources.slice(0, best), sources.slice(best)].map((half) => ({ ...order, sources: half }));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

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
