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
  const ranked = candidates.toSorted((a, b) => b.passage.score - a.passage.score).slice(0, MOST_COMPARED);
  const kept: { passage: Passage; words: Set<string> }[] = [];
  for (const { passage, words } of ranked) {
    const set = new Set(words);
    if (!kept.some((other) => overlap(set, other.words) >= SAME)) kept.push({ passage, words: set });
  }
  const directions = kept.map(({ passage }) => passage.direction);
  return {
    passages: kept.slice(0, items).map(({ passage }) => passage),
    total: kept.length,
    raising: directions.filter((direction) => direction > 0).length,
    lowering: directions.filter((direction) => direction < 0).length,
  };
}

/** Jaccard (1901): common elements over all elements; 0 where the sizes alone rule out that it reaches `SAME`. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (Math.min(a.size, b.size) < SAME * Math.max(a.size, b.size)) return 0;
  const common = a.intersection(b).size;
  return common / (a.size + b.size - common);
}
