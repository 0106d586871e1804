import { FRAMEWORK_NAMES, FRAMEWORKS, type FrameworkName } from '../src/analysis/analysis.js';
import { add, type Count } from './figures.js';
import { bucketsOf, type LabelledSentence } from './labelled-sentence.js';
import type { Sorter, Sorting } from './sorters.js';

/** How well an engine sorts a set. */
export interface Assessment {
  readonly sentences: number;
  readonly frameworks: Readonly<
    Record<FrameworkName, { readonly all: Count; readonly buckets: Record<string, Count> }>
  >;
  /** Of the sentences with a label that is good or bad news: how many the engine called so, and rightly. */
  readonly polarity: { readonly asked: number; readonly told: number; readonly right: number };
  /** Of the forces found rightly whose direction is known and told. */
  readonly direction: { readonly told: number; readonly right: number };
  /** Sentences that must never be cited (questions, headings …) and were. */
  readonly citedAmiss: number;
}

interface Pair {
  readonly sentence: LabelledSentence;
  readonly sorting: Sorting;
}

export async function assess(sentences: readonly LabelledSentence[], sorter: Sorter): Promise<Assessment> {
  const pairs: Pair[] = [];
  for (const sentence of sentences) pairs.push({ sentence, sorting: await sorter(sentence) });
  return {
    sentences: sentences.length,
    frameworks: Object.fromEntries(
      FRAMEWORK_NAMES.map((name) => [name, countFramework(pairs, name)]),
    ) as Assessment['frameworks'],
    polarity: countPolarity(pairs),
    direction: countDirections(pairs),
    citedAmiss: pairs.filter(({ sentence, sorting }) => mustNotBeCited(sentence) && sorting.sorted.length > 0)
      .length,
  };
}

/** Only such sentences have no polarity. */
const mustNotBeCited = ({ polarity }: LabelledSentence) => polarity === null;

function countFramework(pairs: readonly Pair[], framework: FrameworkName) {
  const buckets = Object.fromEntries(
    FRAMEWORKS[framework].buckets.map(({ name }) => [name, countBucket(pairs, framework, name)]),
  );
  return { all: Object.values(buckets).reduce(add), buckets };
}

/** The buckets of a framework that a sentence belongs to. */
const dueIn = ({ labels }: LabelledSentence, framework: FrameworkName): readonly string[] =>
  framework === 'porter' ? labels.porter.map(({ bucket }) => bucket) : labels[framework];

function countBucket(pairs: readonly Pair[], framework: FrameworkName, bucket: string): Count {
  const count = { right: 0, wrong: 0, missed: 0 };
  for (const { sentence, sorting } of pairs) {
    const due = dueIn(sentence, framework).includes(bucket);
    const found = sorting.sorted.some((each) => each.framework === framework && each.bucket === bucket);
    if (found) count[due ? 'right' : 'wrong'] += 1;
    else if (due) count.missed += 1;
  }
  return count;
}

const SIGNS: Readonly<Record<string, number>> = { positive: 1, negative: -1 };

function countPolarity(pairs: readonly Pair[]): Assessment['polarity'] {
  const asked = pairs.filter(
    ({ sentence }) => bucketsOf(sentence).length > 0 && signOf(sentence) !== undefined,
  );
  const told = asked.filter(({ sorting }) => sorting.polarity !== 0);
  const right = told.filter(({ sentence, sorting }) => sorting.polarity === signOf(sentence));
  return { asked: asked.length, told: told.length, right: right.length };
}

const signOf = ({ polarity }: LabelledSentence) => SIGNS[polarity ?? ''];

function countDirections(pairs: readonly Pair[]): Assessment['direction'] {
  const told = pairs.flatMap(({ sentence, sorting }) =>
    sentence.labels.porter.flatMap(({ bucket, direction }) => {
      const found = sorting.sorted.find((each) => each.framework === 'porter' && each.bucket === bucket);
      return found && direction !== 0 && found.direction !== 0 ? [found.direction === direction] : [];
    }),
  );
  return { told: told.length, right: told.filter(Boolean).length };
}
