/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below a length that was fixed when the array was made */
import type { BucketReading, Passage } from './reading.js';

/** A passage with what is needed to compare it. */
export interface Candidate {
  readonly passage: Passage;
  readonly words: readonly string[];
}

/** Beyond so many the weaker ones are not compared: it bounds the cost on hostile input. */
const MOST_COMPARED = 120;
/** Share of common words, among all words of two sentences, from which on they say the same. */
const SAME = 0.7;

/** The best `items` of a bucket: by score, then by their order in the sources; nearly equal ones count once. */
export function select(candidates: readonly Candidate[], items: number): BucketReading {
  const kept = dissimilar(strongest(candidates));
  const directions = kept.map(({ direction }) => direction);
  return {
    passages: kept.slice(0, items),
    total: kept.length,
    raising: directions.filter((direction) => direction > 0).length,
    lowering: directions.filter((direction) => direction < 0).length,
  };
}

/** Those that are compared at all: the best by score, equal ones in their order in the sources. */
export const strongest = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.toSorted((a, b) => b.passage.score - a.passage.score).slice(0, MOST_COMPARED);

/** Each passage that is not nearly the same as one before it. */
function dissimilar(ranked: readonly Candidate[]): Passage[] {
  const kept: { passage: Passage; size: number }[] = [];
  /** Of each word, the places in `kept` that have it. */
  const places = new Map<string, number[]>();
  for (const { passage, words } of ranked) {
    const lists = [...new Set(words)].map((word) => listIn(places, word));
    const common = new Uint16Array(kept.length);
    for (const list of lists) for (const place of list) common[place]! += 1;
    if (kept.some(({ size }, place) => overlap(common[place]!, size, lists.length) >= SAME)) continue;
    for (const list of lists) list.push(kept.length);
    kept.push({ passage, size: lists.length });
  }
  return kept.map(({ passage }) => passage);
}

function listIn(places: Map<string, number[]>, word: string): number[] {
  const known = places.get(word);
  if (known) return known;
  const list: number[] = [];
  places.set(word, list);
  return list;
}

/** Jaccard (1901): common elements of two sets over all their elements. */
const overlap = (common: number, a: number, b: number): number => common / (a + b - common);
