import { addScaled } from './add-scaled.js';
import data from './word-vectors.json';

/** Made once, offline: see docs/decisions/0019. 30,000 words, each a direction in 100 dimensions, a byte each. */
export const DIMENSIONS = data.dimensions;
const VECTORS = new Int8Array(Buffer.from(data.vectors, 'base64'));
const RANKS = new Map(data.words.split(' ').map((word, rank) => [word, rank]));

/** Arora, Liang and Ma (2017), "A simple but tough-to-beat baseline for sentence embeddings": frequent words count less. */
const COMMON = 1e-3;
/** How often a word of a rank occurs, after Zipf and Mandelbrot. */
const shareOf = (rank: number) => 0.08 / (rank + 2.7);

/** The place of a word among those whose meaning is known. */
export const rankOf = (word: string): number | undefined => RANKS.get(word);

/** The direction of a sentence's meaning, given as the ranks of its words, `length` long; all zero without any. */
export function meaningOf(ranks: readonly number[], length = 1): Float64Array {
  const sum = new Float64Array(DIMENSIONS);
  for (const rank of ranks) {
    const weight = COMMON / (COMMON + shareOf(rank));
    addScaled(sum, weight, VECTORS, rank * DIMENSIONS);
  }
  let squares = 0;
  for (const value of sum) squares += value * value;
  const scale = squares > 0 ? length / Math.sqrt(squares) : 0;
  return sum.map((value) => value * scale);
}
