import { Phrases, phrases } from '../../../analysis/source-text/source-text.js';
import { ACTORS } from './actors.rules.js';
import { ACTIONS, NEAR_MISSES, NORM } from './blue-ocean.rules.js';
import { PESTEL } from './pestel.rules.js';
import * as tone from './polarity.rules.js';
import { PORTER } from './porter.rules.js';
import { SWOT } from './swot.rules.js';

type Lists = Readonly<Record<string, object | string>>;

/** A list of phrases, and the names of its features: of phrases that are said, and of those that are denied. */
interface List {
  readonly name: string;
  readonly feature: string;
  readonly deniedFeature: string;
  /** Whether its phrases name somebody. */
  readonly isActor: boolean;
}

/** `pestel.political.strong` and the like, each with its phrases. */
function listsOf(prefix: string, lists: Lists): [phrase: string, list: List][] {
  return Object.entries(lists).flatMap(([key, value]) => {
    const name = `${prefix}.${key}`;
    if (typeof value !== 'string') return listsOf(name, value as Lists);
    const list = { name, feature: `l:${name}`, deniedFeature: `l:${name}!`, isActor: prefix === 'actor' };
    return phrases(value).map((phrase): [string, List] => [phrase, list]);
  });
}

/**
 * All lists of phrases in one table, so that a sentence is looked through once. A list decides nothing: it is a feature
 * that the model weighs.
 */
export const LEXICON = new Phrases<List>([
  ...listsOf('pestel', PESTEL),
  ...listsOf('swot', SWOT),
  ...listsOf('porter', PORTER),
  ...listsOf('blue_ocean', { ...ACTIONS, norm: NORM, near_miss: NEAR_MISSES }),
  ...listsOf('tone', { ...tone }),
  ...listsOf('actor', ACTORS),
]);
