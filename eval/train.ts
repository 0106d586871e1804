import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { citableIn } from '../src/adapters/extractive/engine/judge-source.js';
import { type Features, featuresOf } from '../src/adapters/extractive/model/features.js';
import { INTERCEPT, meaningName, type WrittenModel } from '../src/adapters/extractive/model/model.js';
import { wordsOf } from '../src/analysis/source-text/source-text.js';
import { type LabelledSentence, readSentences } from './labelled-sentence.js';
import { product, separate, type Vector } from './separate.js';
import { type Example, thresholdsFrom } from './thresholds.js';
import { QUESTIONS } from './questions.js';

/** This file runs from dist/eval/eval. */
const ROOT = join(__dirname, '../../..');
const FOLDS = 8;
/** A feature of fewer sentences tells of these only. */
const FEWEST = 2;
/** Weights are written in thousandths; smaller ones than so many are left out. */
const LEAST = 40;
const THOUSAND = 1000;

function namesOf({ named, meaning }: Features): Map<string, number> {
  const all = new Map(named);
  meaning.forEach((value, at) => value !== 0 && all.set(meaningName(at), value));
  return all;
}

/** Sentences that would not be cited whatever they say teach nothing. */
function readExamples() {
  const rows = readSentences('tuning', join(ROOT, 'eval')).flatMap((sentence) => {
    const words = citableIn(sentence.text).citable.flatMap((each) => each.words);
    return words.length > 0
      ? [{ sentence, features: namesOf(featuresOf(words, wordsOf(sentence.company))) }]
      : [];
  });
  const counts = new Map<string, number>();
  for (const name of rows.flatMap(({ features }) => [...features.keys()]))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [INTERCEPT, ...[...counts].filter(([, count]) => count >= FEWEST).map(([name]) => name)];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const toVector = (features: ReadonlyMap<string, number>): Vector => {
    const known = [[INTERCEPT, 1] as const, ...features].flatMap(([name, value]) => {
      const at = numbers.get(name);
      return at === undefined ? [] : [{ at, value }];
    });
    return {
      at: Int32Array.from(known, ({ at }) => at),
      values: Float64Array.from(known, ({ value }) => value),
    };
  };
  return {
    names,
    rows: rows.map(({ sentence, features }) => ({ sentence, vector: toVector(features) })),
  };
}

type Row = ReturnType<typeof readExamples>['rows'][number];

/** The weights of one question in thousandths, small ones left out. */
function learn(
  rows: readonly Row[],
  answer: (sentence: LabelledSentence) => number,
  features: number,
): Float64Array {
  const told = rows
    .map(({ sentence, vector }) => ({ vector, answer: answer(sentence) }))
    .filter((row) => row.answer !== 0);
  const weights = separate(told, features);
  return weights.map((weight) => {
    const rounded = Math.round(weight * THOUSAND);
    return Math.abs(rounded) < LEAST ? 0 : rounded;
  });
}

/** The score of each sentence by models that have seen no sentence of the same company. */
function crossValidate(rows: readonly Row[], features: number): Example[] {
  const companies = [...new Set(rows.map(({ sentence }) => sentence.company))];
  const foldOf = ({ sentence }: Row) => companies.indexOf(sentence.company) % FOLDS;
  const examples = rows.map((row) => ({ row, scores: new Map<string, number>() }));
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = examples.filter(({ row }) => foldOf(row) === fold);
    const others = rows.filter((row) => foldOf(row) !== fold);
    for (const { name, answer } of QUESTIONS) {
      const weights = learn(others, answer, features);
      for (const { row, scores } of held) scores.set(name, product(weights, row.vector) / THOUSAND);
    }
  }
  return examples.map(({ row, scores }) => ({ sentence: row.sentence, scores }));
}

function linesOf(names: readonly string[], rows: readonly Row[]): string[] {
  const learnt = QUESTIONS.map(({ name, answer }) => ({ name, weights: learn(rows, answer, names.length) }));
  return names
    .map((feature, at) => [
      feature,
      ...learnt
        .filter(({ weights }) => weights[at] !== 0)
        .map(({ name, weights }) => `${name} ${weights[at]}`),
    ])
    .filter(({ length }) => length > 1)
    .map((parts) => parts.join('\t'))
    .toSorted();
}

function main(): void {
  const { names, rows } = readExamples();
  const { thresholds, report } = thresholdsFrom(crossValidate(rows, names.length));
  const model: WrittenModel = {
    trained_on: createHash('sha256')
      .update(readFileSync(join(ROOT, 'eval/tuning.jsonl')))
      .digest('hex'),
    thresholds,
    weights: linesOf(names, rows),
  };
  const file = join(ROOT, 'src/adapters/extractive/model/weights.json');
  writeFileSync(file, `${JSON.stringify(model, null, 2)}\n`);
  process.stdout.write(`${report}\n${model.weights.length} features kept\n`);
}

main();
