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
  examples: readonly { readonly vector: Vector; readonly answer: number }[],
  features: number,
): Float64Array {
  const weights = new Float64Array(features);
  const slack = 1 / (2 * COST);
  const rows = examples.map(({ vector, answer }) => {
    const curvature = vector.values.reduce((sum, value) => sum + value * value, slack);
    return { vector, answer, curvature, share: 0 };
  });
  const random = randomFrom(1);
  for (let round = 0, worst = Infinity; round < ROUNDS && worst >= CLOSE_ENOUGH; round += 1) {
    shuffle(rows, random);
    worst = 0;
    for (const row of rows) {
      const { vector, answer, curvature, share } = row;
      const gradient = answer * product(weights, vector) - 1 + slack * share;
      if (share === 0 && gradient >= 0) continue;
      worst = Math.max(worst, Math.abs(gradient));
      row.share = Math.max(share - gradient / curvature, 0);
      addTo(weights, vector, (row.share - share) * answer);
    }
  }
  return weights;
}

export function product(weights: Float64Array, { at, values }: Vector): number {
  let sum = 0;
  for (let index = 0; index < at.length; index += 1) {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- as many values as places, all of them features
    sum += weights[at[index]!]! * values[index]!;
  }
  return sum;
}

function addTo(weights: Float64Array, { at, values }: Vector, factor: number): void {
  for (let index = 0; index < at.length; index += 1) {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- as many values as places, all of them features
    weights[at[index]!]! += factor * values[index]!;
  }
}

/** Fisher and Yates. */
function shuffle(order: unknown[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
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
