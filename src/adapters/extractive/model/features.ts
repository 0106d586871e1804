import { LEXICON } from '../rules/lexicon.js';
import { negatedIn } from './negation.js';
import { asStem, type Stem, type Term, TERMS } from './term.js';
import { addMeanings, DIMENSIONS, writeDirection } from './word-vectors.js';

/** What a sentence shows the model. */
export interface Features {
  /** Words, pairs of words, and lists of phrases, by name. */
  readonly named: ReadonlyMap<string, number>;
  /** The meaning of all words, then that of the first few: numbers without names of their own. */
  readonly meaning: Float64Array;
}

export const MEANING_LENGTH = 2 * DIMENSIONS;

/** Words that many companies have in their names. */
const GENERIC = new Set(
  'the and of group company co inc ltd plc corp ag gmbh sa se holding holdings limited'.split(' '),
);
const COMPANY = asStem('@company');
/** How much words, lists and meaning weigh against each other: chosen on cross-validation. */
const WORDS = 3;
const PAIR = 0.7;
const MEANING = 3;
/** Where a sentence begins it mostly says whom it is about. */
const SUBJECT = 1.5;
const SUBJECT_WORDS = 6;
const FIRST_ACTOR = 0.7;
const MOST_HITS = 3;

/** The features of a sentence, given as words. Pure. */
export function featuresOf(words: readonly string[], companyWords: readonly string[]): Features {
  const names = new Set(companyWords.filter((word) => !GENERIC.has(word)));
  const terms = TERMS.of(words);
  const isName = ({ bare }: Term) => names.has(bare);
  const negated = negatedIn(terms);
  const features = wordFeatures(
    terms.map((term) => (isName(term) ? COMPANY : term)),
    negated,
  );
  addLists(features, words, negated, terms.findIndex(isName));
  return { named: features, meaning: meaningOfAll(terms.filter((term) => !isName(term))) };
}

/** That of all terms, then that of the first few. */
function meaningOfAll(terms: readonly Term[]): Float64Array {
  const ranks = (some: readonly Term[]) =>
    some.map(({ rank }) => rank).filter((rank): rank is number => rank !== undefined);
  const meaning = new Float64Array(MEANING_LENGTH);
  const sum = new Float64Array(DIMENSIONS);
  addMeanings(sum, ranks(terms.slice(0, SUBJECT_WORDS)));
  writeDirection(sum, SUBJECT, meaning, DIMENSIONS);
  addMeanings(sum, ranks(terms.slice(SUBJECT_WORDS)));
  writeDirection(sum, MEANING, meaning, 0);
  return meaning;
}

/** Stems, pairs of neighbours, and what is said in the reach of a negation; together of one length. */
function wordFeatures(terms: readonly Stem[], negated: readonly boolean[]): Map<string, number> {
  const features = new Map<string, number>();
  terms.forEach(({ feature, deniedFeature, pairStart }, at) => {
    features.set(feature, 1);
    if (at + 1 < terms.length) features.set(pairStart + (terms[at + 1]?.stem ?? ''), PAIR);
    if (negated[at] === true) features.set(deniedFeature, 1);
  });
  let squares = 0;
  for (const value of features.values()) squares += value * value;
  const scale = WORDS / Math.sqrt(squares);
  for (const [name, value] of features) features.set(name, value * scale);
  return features;
}

/** How many phrases of each list stand in it, those in the reach of a negation apart, and who is named first. */
function addLists(
  features: Map<string, number>,
  words: readonly string[],
  negated: readonly boolean[],
  name: number,
): void {
  const hits = LEXICON.find(words);
  const counts = new Map<string, number>();
  for (const { value, from } of hits) {
    const feature = negated[from] === true ? value.deniedFeature : value.feature;
    counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  for (const [feature, count] of counts) features.set(feature, Math.min(count, MOST_HITS) / MOST_HITS);
  const actor = hits.find(({ value }) => value.isActor);
  const isCompany = name >= 0 && (!actor || name <= actor.from);
  features.set(`f:${isCompany ? COMPANY.stem : (actor?.value.name ?? 'nobody')}`, FIRST_ACTOR);
}
