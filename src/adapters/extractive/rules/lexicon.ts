import { Phrases, phrases } from '../../../analysis/source-text/source-text.js';
import { ACTORS } from './actors.rules.js';
import { ACTIONS, NEAR_MISSES, NORM } from './blue-ocean.rules.js';
import { PESTEL } from './pestel.rules.js';
import * as tone from './polarity.rules.js';
import { PORTER } from './porter.rules.js';
import { SWOT } from './swot.rules.js';

type Lists = Readonly<Record<string, object | string>>;

/** `pestel.political.strong` and the like, each with its phrases. */
function listsOf(prefix: string, lists: Lists): [phrase: string, list: string][] {
  return Object.entries(lists).flatMap(([name, list]) =>
    typeof list === 'string'
      ? phrases(list).map((phrase): [string, string] => [phrase, `${prefix}.${name}`])
      : listsOf(`${prefix}.${name}`, list as Lists),
  );
}

/** Lists whose phrases name somebody begin so. */
export const ACTOR = 'actor.';

/**
 * All lists of phrases in one table, so that a sentence is looked through once. A list decides nothing: it is a feature
 * that the model weighs.
 */
export const LEXICON = new Phrases<string>([
  ...listsOf('pestel', PESTEL),
  ...listsOf('swot', SWOT),
  ...listsOf('porter', PORTER),
  ...listsOf('blue_ocean', { ...ACTIONS, norm: NORM, near_miss: NEAR_MISSES }),
  ...listsOf('tone', { ...tone }),
  ...listsOf('actor', ACTORS),
]);
