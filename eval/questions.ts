import { DIRECTION, POLARITY } from '../src/adapters/extractive/model/model.js';
import { FRAMEWORK_NAMES, FRAMEWORKS, type FrameworkName } from '../src/analysis/frameworks/frameworks.js';
import type { LabelledSentence } from './labelled-sentence.js';

/** What the model is asked of a sentence. */
export interface Question {
  readonly name: string;
  /** 1 yes, -1 no, 0 where the label does not say: such a sentence is left out. */
  readonly answer: (sentence: LabelledSentence) => number;
}

export const bucketsIn = ({ labels }: LabelledSentence, framework: FrameworkName): readonly string[] =>
  framework === 'porter' ? labels.porter.map(({ bucket }) => bucket) : labels[framework];

const ofBuckets = FRAMEWORK_NAMES.flatMap((framework) =>
  FRAMEWORKS[framework].buckets.map(({ name }): Question => ({
    name: `${framework}.${name}`,
    answer: (sentence) => (bucketsIn(sentence, framework).includes(name) ? 1 : -1),
  })),
);

const SIGNS: Readonly<Record<string, number>> = { positive: 1, negative: -1 };

/** Those that are answered by a sign, not by a bucket. */
export const SIGN_QUESTIONS: readonly Question[] = [
  { name: POLARITY, answer: ({ polarity }) => SIGNS[polarity ?? ''] ?? 0 },
  {
    name: DIRECTION,
    answer: ({ labels }) => Math.sign(labels.porter.reduce((sum, { direction }) => sum + direction, 0)),
  },
];

export const QUESTIONS: readonly Question[] = [...ofBuckets, ...SIGN_QUESTIONS];
