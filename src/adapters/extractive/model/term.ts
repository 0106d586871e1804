import { WordNotes } from '../../../analysis/source-text/source-text.js';
import { breaksNegation, negates } from './negation.js';
import { stemOf } from './stem.js';
import { rankOf } from './word-vectors.js';

/** What the model knows of a word by itself. */
export interface Term extends Stem {
  /** The word without a possessive ending, and its place among the words whose meaning is known. */
  readonly bare: string;
  readonly rank: number | undefined;
  readonly negates: boolean;
  readonly breaksNegation: boolean;
}

export interface Stem {
  readonly stem: string;
  /** The names of its features: alone, in the reach of a negation, and of a pair, which the next stem completes. */
  readonly feature: string;
  readonly deniedFeature: string;
  readonly pairStart: string;
}

export const asStem = (stem: string): Stem => ({
  stem,
  feature: `w:${stem}`,
  deniedFeature: `n:${stem}`,
  pairStart: `p:${stem} `,
});

const numberOf = (word: string) => (/^(?:19|20)\d\d$/.test(word) ? '#year' : '#');

export const TERMS = new WordNotes<Term>((word) => {
  const bare = word.replace(/'s$/, '');
  return {
    ...asStem(/^\d/.test(word) ? numberOf(word) : stemOf(word)),
    bare,
    rank: rankOf(bare),
    negates: negates(word),
    breaksNegation: breaksNegation(word),
  };
});
