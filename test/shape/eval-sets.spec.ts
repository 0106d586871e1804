import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bucketsOf,
  KINDS,
  type LabelledSentence,
  readSentences,
  SETS,
} from '../../eval/labelled-sentence.js';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../../src/analysis/frameworks/frameworks.js';

/** Fewest sentences per set, and per bucket of each framework, for a figure on them to mean something. */
const FEWEST = {
  tuning: { all: 340, perBucket: { pestel: 25, swot: 30, porter: 16, blue_ocean: 12 } },
  judging: { all: 240, perBucket: { pestel: 18, swot: 22, porter: 12, blue_ocean: 6 } },
} as const;

const sets = { tuning: readSentences('tuning'), judging: readSentences('judging') };
const everything = [...sets.tuning, ...sets.judging];
const guide = readFileSync(join(__dirname, '../../eval/README.md'), 'utf8');

const wordsOf = ({ text }: LabelledSentence) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const countIn = (rows: readonly LabelledSentence[], bucket: string) =>
  rows.filter((row) => bucketsOf(row).includes(bucket)).length;

/** Size of the intersection over size of the union. */
function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of one) if (other.has(word)) shared += 1;
  return shared / (one.size + other.size - shared);
}

describe.each(SETS)('the %s set', (name) => {
  const rows = sets[name];

  it('is large enough, in every kind and in ten industries', () => {
    expect(rows.length).toBeGreaterThanOrEqual(FEWEST[name].all);
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    expect(new Set(rows.map(({ industry }) => industry)).size).toBeGreaterThanOrEqual(10);
  });

  it.each(FRAMEWORK_NAMES)('has enough sentences for every bucket of %s', (framework) => {
    const fewest = FEWEST[name].perBucket[framework];
    const scarce = FRAMEWORKS[framework].buckets.filter((bucket) => countIn(rows, bucket.name) < fewest);
    expect(scarce.map((bucket) => bucket.name)).toEqual([]);
  });

  it('calls what helps the company positive and what harms it negative', () => {
    const isAtOdds = ({ labels: { swot }, polarity }: LabelledSentence) => {
      const helps = swot.includes('strengths') || swot.includes('opportunities');
      const harms = swot.includes('weaknesses') || swot.includes('threats');
      return helps !== harms && polarity !== (helps ? 'positive' : 'negative');
    };
    expect(rows.filter(isAtOdds).map(({ id }) => id)).toEqual([]);
  });

  it('has ids that name the set', () => {
    expect(rows.filter(({ id }) => !id.startsWith(name.charAt(0))).map(({ id }) => id)).toEqual([]);
  });
});

describe('the two sets', () => {
  it('give each sentence an id of its own', () => {
    expect(new Set(everything.map(({ id }) => id)).size).toBe(everything.length);
  });

  it('share no company', () => {
    const tuned = new Set(sets.tuning.map(({ company }) => company));
    expect(sets.judging.filter(({ company }) => tuned.has(company))).toEqual([]);
  });

  it('repeat no sentence, however it is cased and punctuated', () => {
    const bare = everything.map((row) => wordsOf(row).join(' '));
    expect(bare.filter((text, index) => bare.indexOf(text) !== index)).toEqual([]);
  });

  it('have no two sentences that share more than six words in ten', () => {
    const bags = everything.map((row) => ({ id: row.id, words: new Set(wordsOf(row)) }));
    const alike = bags.flatMap((one, index) =>
      bags
        .slice(index + 1)
        .flatMap((other) => (jaccard(one.words, other.words) > 0.6 ? [[one.id, other.id]] : [])),
    );
    expect(alike).toEqual([]);
  });

  it('are counted in the guide as they are', () => {
    const buckets = FRAMEWORK_NAMES.flatMap((framework) => FRAMEWORKS[framework].buckets);
    const rows = [
      ...buckets.map(({ name }) => [name, countIn(sets.tuning, name), countIn(sets.judging, name)]),
      ...KINDS.map((kind) => [
        kind,
        ...SETS.map((set) => sets[set].filter((row) => row.kind === kind).length),
      ]),
      ['all', sets.tuning.length, sets.judging.length],
    ];
    const told = guide.replace(/ +/g, ' ');
    expect(rows.filter((row) => !told.includes(`| ${row.join(' | ')} |`))).toEqual([]);
  });
});
