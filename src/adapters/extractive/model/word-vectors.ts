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

/** Adds the directions of words, given as ranks, to `sum`. */
export function addMeanings(sum: Float64Array, ranks: readonly number[]): void {
  for (const rank of ranks) {
    const weight = COMMON / (COMMON + shareOf(rank));
    const from = rank * DIMENSIONS;
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- at is below the length of both
    for (let at = 0; at < DIMENSIONS; at += 1) sum[at]! += weight * VECTORS[from + at]!;
  }
}

/** Writes the direction of `sum`, `length` long, to `into` from a place on; nothing where the sum has no direction. */
export function writeDirection(sum: Float64Array, length: number, into: Float64Array, from: number): void {
  let squares = 0;
  for (const value of sum) squares += value * value;
  if (squares === 0) return;
  const scale = length / Math.sqrt(squares);
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- at is below the length of the sum
  for (let at = 0; at < sum.length; at += 1) into[from + at] = sum[at]! * scale;
}
