import type { FrameworkName } from '../../../analysis/analysis.js';
import type { Direction } from '../engine/reading.js';
import { featuresOf } from './features.js';
import { DIRECTION, LinearModel, POLARITY, type WrittenModel } from './model.js';
import weights from './weights.json';

/** A bucket that a sentence bears on. */
export interface Sorted {
  readonly framework: FrameworkName;
  readonly bucket: string;
  /** How surely; comparable within a bucket. */
  readonly score: number;
  /** Only of Porter's forces: whether the sentence says that the force grows or shrinks. */
  readonly direction: Direction;
}

/** What the model makes of a sentence. */
export interface Judgement {
  /** Every bucket that it bears on; none where the model is not sure. */
  readonly sorted: readonly Sorted[];
  /** Good or bad for the company, by sign; 0 where the sentence does not say. */
  readonly polarity: Direction;
}

/** The most buckets of a framework that one sentence belongs to: a quadrant and an action exclude the others. */
export const MOST: Readonly<Record<FrameworkName, number>> = { porter: 2, swot: 1, pestel: 2, blue_ocean: 1 };
const FRAMEWORKS = Object.keys(MOST) as FrameworkName[];

/** Sorts sentences by a model. */
export class Classifier {
  private readonly model: LinearModel;
  /** In the order of the model's questions. */
  private readonly thresholds: readonly number[];
  private readonly buckets: readonly { framework: FrameworkName; bucket: string; at: number }[];

  constructor(written: Pick<WrittenModel, 'thresholds' | 'weights'>) {
    this.model = new LinearModel(written);
    this.thresholds = Object.values(written.thresholds);
    this.buckets = this.model.questions.flatMap((question, at) =>
      FRAMEWORKS.filter((framework) => question.startsWith(`${framework}.`)).map((framework) => ({
        framework,
        bucket: question.slice(framework.length + 1),
        at,
      })),
    );
  }

  /** Sorts a sentence, given as words. Pure. */
  classify(words: readonly string[], companyWords: readonly string[]): Judgement {
    const scores = this.model.scoresOf(featuresOf(words, companyWords));
    const told = this.buckets
      .map(({ framework, bucket, at }) => ({ framework, bucket, at, score: scores[at] ?? -Infinity }))
      .filter(({ score, at }) => score >= (this.thresholds[at] ?? Infinity));
    const direction = this.signOf(DIRECTION, scores);
    const sorted = FRAMEWORKS.flatMap((framework) =>
      told
        .filter((each) => each.framework === framework)
        .toSorted((a, b) => b.score - a.score)
        .slice(0, MOST[framework])
        .map(({ bucket, score }) => ({
          framework,
          bucket,
          score,
          direction: framework === 'porter' ? direction : (0 as const),
        })),
    );
    return { sorted, polarity: this.signOf(POLARITY, scores) };
  }

  private signOf(question: string, scores: Float64Array): Direction {
    const at = this.model.questions.indexOf(question);
    const score = scores[at] ?? 0;
    return Math.abs(score) < (this.thresholds[at] ?? Infinity) ? 0 : (Math.sign(score) as Direction);
  }
}

/** The shipped model: made by `npm run eval:train`. */
const SHIPPED = new Classifier(weights);

/** Sorts a sentence, given as words, by the shipped model. Pure. */
export const classify = (words: readonly string[], companyWords: readonly string[]): Judgement =>
  SHIPPED.classify(words, companyWords);
