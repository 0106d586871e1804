/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below a length that was fixed when the array was made */
/** A sentence as the trainer reads it: numbers of its features, and their values. */
export interface Vector {
  readonly at: Int32Array;
  readonly values: Float64Array;
}

/** How dearly a sentence on the wrong side is paid for, against small weights: chosen on cross-validation. */
const COST = 0.07;
const ROUNDS = 30;
const CLOSE_ENOUGH = 0.02;

/**
 * Weights that separate the sentences with the answer 1 from those with -1: a linear support vector machine with squared
 * hinge loss, by dual coordinate descent. Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), "A dual coordinate descent
 * method for large-scale linear SVM", ICML. The same input always gives the same weights.
 */
export function separate(
  vectors: readonly Vector[],
  answers: readonly number[],
  features: number,
): Float64Array {
  const weights = new Float64Array(features);
  const shares = new Float64Array(vectors.length);
  const slack = 1 / (2 * COST);
  const curvature = vectors.map(({ values }) => values.reduce((sum, value) => sum + value * value, slack));
  const order = vectors.map((_, index) => index);
  const random = randomFrom(1);
  for (let round = 0, worst = Infinity; round < ROUNDS && worst >= CLOSE_ENOUGH; round += 1) {
    shuffle(order, random);
    worst = 0;
    for (const index of order) {
      const [vector, answer, share] = [vectors[index]!, answers[index]!, shares[index]!];
      const gradient = answer * product(weights, vector) - 1 + slack * share;
      if (share === 0 && gradient >= 0) continue;
      worst = Math.max(worst, Math.abs(gradient));
      const next = Math.max(share - gradient / curvature[index]!, 0);
      shares[index] = next;
      addTo(weights, vector, (next - share) * answer);
    }
  }
  return weights;
}

export function product(weights: Float64Array, { at, values }: Vector): number {
  let sum = 0;
  for (let index = 0; index < at.length; index += 1) sum += weights[at[index]!]! * values[index]!;
  return sum;
}

function addTo(weights: Float64Array, { at, values }: Vector, factor: number): void {
  for (let index = 0; index < at.length; index += 1) weights[at[index]!]! += factor * values[index]!;
}

/** Fisher and Yates. */
function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}

/** Numbers from 0 to 1 that look random and are the same in every run (Numerical Recipes). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
