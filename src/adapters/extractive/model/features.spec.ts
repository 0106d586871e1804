import { wordsOf } from '../../../analysis/source-text/source-text.js';
import { featuresOf } from './features.js';
import { addMeanings, DIMENSIONS, rankOf, writeDirection } from './word-vectors.js';

const features = (text: string) => featuresOf(wordsOf(text), wordsOf('Acme Holding AG')).named;
/** The direction of what words mean together, 1 long. */
const meaningOf = (...words: string[]) => {
  const sum = new Float64Array(DIMENSIONS);
  addMeanings(sum, ranksOf(...words));
  const meaning = new Float64Array(DIMENSIONS);
  writeDirection(sum, 1, meaning, 0);
  return meaning;
};
const ranksOf = (...words: string[]) => words.flatMap((word) => rankOf(word) ?? []);

describe('featuresOf', () => {
  it('knows the company by its name, and numbers and years as such', () => {
    const found = features('Acme’s sales rose by 12% in 2025.');
    expect([...found.keys()]).toEqual(
      expect.arrayContaining(['w:@company', 'w:#', 'w:#year', 'w:sal', 'f:@company']),
    );
    expect(found.has('w:2025')).toBe(false);
  });

  it('tells what is denied from what is said', () => {
    expect(features('We have no debt.').has('n:debt')).toBe(true);
    expect(features('We have debt.').has('n:debt')).toBe(false);
    expect(features('No branch closed, but debt rose.').has('n:debt')).toBe(false);
  });

  it('brings words of one meaning close together, and keeps others apart', () => {
    const product = (a: string, b: string) => {
      const [one, other] = [meaningOf(a), meaningOf(b)];
      return one.reduce((sum, value, at) => sum + value * other[at]!, 0);
    };
    expect(product('hurricane', 'storm')).toBeGreaterThan(0.7);
    expect(product('hurricane', 'dividend')).toBeLessThan(0.2);
  });

  it('has no meaning for words that it does not know', () => {
    expect(meaningOf('qwxzt', 'vbnmq').every((value) => value === 0)).toBe(true);
  });
});
