import { type Features, MEANING_LENGTH } from './features.js';

/** A question is a bucket, as `pestel.legal`, or one of two that are none: good or bad news for the company, and whether a force grows or shrinks. */
export const POLARITY = 'polarity';
export const DIRECTION = 'direction';

/** As it is written to weights.json. */
export interface WrittenModel {
  /** SHA-256 of eval/tuning.jsonl. */
  readonly trained_on: string;
  /** From which score on a question is answered; below, the model abstains. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** One feature a line: its name, then each question with the weight in thousandths, all separated by tabs. */
  readonly weights: readonly string[];
}

export const INTERCEPT = '1';
/** The names under which the numbers of a meaning are written. */
export const meaningName = (at: number) => `m:${at}`;
const THOUSAND = 1000;

/** One linear model for each question: the weighted sum of a sentence's features. */
export class LinearModel {
  readonly questions: readonly string[];
  /** A row of weights for each feature, one for each question; those of the meaning come first. */
  private readonly weights: Float32Array;
  private readonly rows = new Map<string, number>();
  /** Those of the meaning once more, question by question: each then is a product of two stretches of numbers. */
  private readonly meaningWeights: Float32Array;

  constructor({ thresholds, weights }: Pick<WrittenModel, 'thresholds' | 'weights'>) {
    this.questions = Object.keys(thresholds);
    for (let at = 0; at < MEANING_LENGTH; at += 1) this.rows.set(meaningName(at), at);
    this.weights = new Float32Array((MEANING_LENGTH + weights.length) * this.questions.length);
    for (const line of weights) this.read(line);
    const count = this.questions.length;
    this.meaningWeights = new Float32Array(count * MEANING_LENGTH).map(
      (_, at) => this.weights[(at % MEANING_LENGTH) * count + Math.floor(at / MEANING_LENGTH)] ?? 0,
    );
  }

  /** The scores, in the order of the questions. */
  scoresOf({ named, meaning }: Features): Float64Array {
    const scores = new Float64Array(this.questions.length);
    this.add(scores, this.rows.get(INTERCEPT), 1);
    for (const [name, value] of named) this.add(scores, this.rows.get(name), value);
    for (let at = 0; at < scores.length; at += 1)
      // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- at is below its length
      scores[at]! += product(meaning, this.meaningWeights, at * MEANING_LENGTH);
    return scores;
  }

  private add(scores: Float64Array, row: number | undefined, value: number): void {
    if (row === undefined) return;
    const from = row * scores.length;
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- a row is as long as the scores
    for (let at = 0; at < scores.length; at += 1) scores[at]! += value * this.weights[from + at]!;
  }

  private read(line: string): void {
    const [name = '', ...pairs] = line.split('\t');
    const row = this.rows.get(name) ?? this.rows.size;
    this.rows.set(name, row);
    for (const pair of pairs) {
      const [question = '', weight] = pair.split(' ');
      this.weights[row * this.questions.length + this.questions.indexOf(question)] =
        Number(weight) / THOUSAND;
    }
  }
}

/** The product of a vector with as many weights from a place on. In two sums: a processor adds to both at once. */
function product(vector: Float64Array, weights: Float32Array, from: number): number {
  let [even, odd] = [0, 0];
  for (let at = 0; at < vector.length; at += 2) {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- the vector has an even length, the weights as many from there
    even += vector[at]! * weights[from + at]!;
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- the same
    odd += vector[at + 1]! * weights[from + at + 1]!;
  }
  return even + odd;
}
