import { MOST } from '../src/adapters/extractive/model/classify.js';
import { FRAMEWORK_NAMES, FRAMEWORKS, type FrameworkName } from '../src/analysis/frameworks/frameworks.js';
import { add, type Count, precision, recall } from './figures.js';
import { bucketsOf, type LabelledSentence } from './labelled-sentence.js';
import { bucketsIn, type Question, SIGN_QUESTIONS } from './questions.js';

/** A sentence with scores of models that were not trained on it. */
export interface Example {
  readonly sentence: LabelledSentence;
  readonly scores: ReadonlyMap<string, number>;
}

/** The precision that a threshold is chosen for: above the gate where recall allows it. */
const AIMS: Readonly<Record<FrameworkName, number>> = {
  pestel: 0.82,
  swot: 0.72,
  porter: 0.68,
  blue_ocean: 0.75,
};
const SIGN_AIM = 0.93;
const STEPS = Array.from({ length: 180 }, (_, step) => (step - 80) / 50);

/** The hand-written lists were fitted to the sentences of the first set: figures on them flatter. */
const isUnseen = ({ sentence }: Example) => !/^t\d{3}$/.test(sentence.id);

/** The lowest thresholds that reach the aims on sentences unseen, one for each framework, and what they give. */
export function thresholdsFrom(all: readonly Example[]): {
  thresholds: Record<string, number>;
  report: string;
} {
  const examples = all.filter(isUnseen);
  const thresholds: Record<string, number> = {};
  const lines = [`cross-validated on ${examples.length} sentences, by company: precision, recall`];
  for (const framework of FRAMEWORK_NAMES) {
    const reached = (step: number) => precision(countAt(examples, framework, step)).value >= AIMS[framework];
    const threshold = STEPS.find(reached) ?? Infinity;
    for (const { name } of FRAMEWORKS[framework].buckets) thresholds[`${framework}.${name}`] = threshold;
    lines.push(lineOf(framework, countAt(examples, framework, threshold)));
    for (const { name } of FRAMEWORKS[framework].buckets)
      lines.push(lineOf(`  ${name}`, countAt(examples, framework, threshold, name)));
  }
  for (const question of SIGN_QUESTIONS) {
    const reached = (step: number) => step >= 0 && rightOf(examples, question, step) >= SIGN_AIM;
    const threshold = STEPS.find(reached) ?? Infinity;
    thresholds[question.name] = threshold;
    lines.push(`${question.name} ${rightOf(examples, question, threshold).toFixed(2)}`);
  }
  return { thresholds, report: [...lines, JSON.stringify(thresholds)].join('\n') };
}

const lineOf = (name: string, count: Count) =>
  `${name.padEnd(26)} ${precision(count).value.toFixed(2)} ${recall(count).value.toFixed(2)}`;

function countAt(
  examples: readonly Example[],
  framework: FrameworkName,
  threshold: number,
  only?: string,
): Count {
  return examples
    .map(({ sentence, scores }) => {
      const told = FRAMEWORKS[framework].buckets
        .map(({ name }) => ({ name, score: scores.get(`${framework}.${name}`) ?? 0 }))
        .filter(({ score }) => score >= threshold)
        .toSorted((a, b) => b.score - a.score)
        .slice(0, MOST[framework])
        .map(({ name }) => name)
        .filter((name) => only === undefined || name === only);
      const due = bucketsIn(sentence, framework).filter((name) => only === undefined || name === only);
      const right = told.filter((name) => due.includes(name)).length;
      return { right, wrong: told.length - right, missed: due.length - right };
    })
    .reduce(add, { right: 0, wrong: 0, missed: 0 });
}

function rightOf(examples: readonly Example[], { name, answer }: Question, threshold: number): number {
  const told = examples.filter(
    ({ sentence, scores }) =>
      bucketsOf(sentence).length > 0 &&
      answer(sentence) !== 0 &&
      Math.abs(scores.get(name) ?? 0) >= threshold,
  );
  const right = told.filter(({ sentence, scores }) => Math.sign(scores.get(name) ?? 0) === answer(sentence));
  return right.length / told.length;
}
