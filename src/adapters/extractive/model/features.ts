import { ACTOR, LEXICON } from '../rules/lexicon.js';
import { negatedIn } from './negation.js';
import { stemOf } from './stem.js';
import { DIMENSIONS, meaningOf } from './word-vectors.js';

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
const COMPANY = '@company';
const numberOf = (word: string) => (/^(?:19|20)\d\d$/.test(word) ? '#year' : '#');
/** How much words, lists and meaning weigh against each other: chosen on cross-validation. */
const WORDS = 3;
const PAIR = 0.7;
const MEANING = 3;
/** Where a sentence begins it mostly says whom it is about. */
const SUBJECT = 1.5;
const SUBJECT_WORDS = 6;
const FIRST_ACTOR = 0.7;
const MOST_HITS = 3;

const bare = (word: string) => word.replace(/'s$/, '');

/** The features of a sentence, given as words. Pure. */
export function featuresOf(words: readonly string[], companyWords: readonly string[]): Features {
  const names = new Set(companyWords.filter((word) => !GENERIC.has(word)));
  const isName = (word: string) => names.has(bare(word));
  const negated = negatedIn(words);
  const features = wordFeatures(
    words.map((word) => (isName(word) ? COMPANY : /^\d/.test(word) ? numberOf(word) : stemOf(word))),
    negated,
  );
  addLists(features, words, negated, words.findIndex(isName));
  const known = words.filter((word) => !isName(word)).map(bare);
  const meaning = new Float64Array(MEANING_LENGTH);
  meaning.set(meaningOf(known, MEANING));
  meaning.set(meaningOf(known.slice(0, SUBJECT_WORDS), SUBJECT), DIMENSIONS);
  return { named: features, meaning };
}

/** Stems, pairs of neighbours, and what is said in the reach of a negation; together of one length. */
function wordFeatures(stems: readonly string[], negated: readonly boolean[]): Map<string, number> {
  const features = new Map<string, number>();
  stems.forEach((stem, at) => {
    features.set(`w:${stem}`, 1);
    if (at + 1 < stems.length) features.set(`p:${stem} ${stems[at + 1] ?? ''}`, PAIR);
    if (negated[at] === true) features.set(`n:${stem}`, 1);
  });
  const length = Math.sqrt([...features.values()].reduce((sum, value) => sum + value * value, 0));
  for (const [name, value] of features) features.set(name, (value * WORDS) / length);
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
    const list = negated[from] === true ? `l:${value}!` : `l:${value}`;
    counts.set(list, (counts.get(list) ?? 0) + 1);
  }
  for (const [list, count] of counts) features.set(list, Math.min(count, MOST_HITS) / MOST_HITS);
  const actor = hits.find(({ value }) => value.startsWith(ACTOR));
  const isCompany = name >= 0 && (!actor || name <= actor.from);
  features.set(`f:${isCompany ? COMPANY : (actor?.value ?? 'nobody')}`, FIRST_ACTOR);
}
