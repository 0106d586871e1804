import { type Match, Phrases, phrases } from '../../../analysis/source-text/source-text.js';
import { ACTIONS, NEAR_MISSES, NORM } from './blue-ocean.rules.js';
import { outermost } from './matches.js';

export type Action = keyof typeof ACTIONS;
type Cue = Action | 'norm' | 'near_miss';

const cuesOf = (cue: Cue, text: string) => phrases(text).map((phrase): [string, Cue] => [phrase, cue]);

const CUES = new Phrases<Cue>([
  ...cuesOf('norm', NORM),
  ...cuesOf('near_miss', NEAR_MISSES),
  ...Object.entries(ACTIONS).flatMap(([action, text]) => cuesOf(action as Action, text)),
]);

/** The one of the four actions that a sentence tells of, measured against what is usual in the industry. */
export function blueOceanOf(words: readonly string[]): Map<Action, number> {
  const cues = outermost(CUES.find(words));
  const counts = new Map<Cue, number>();
  for (const { value } of cues) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (!counts.has('norm') && !includesNorm(cues)) return new Map();
  if (counts.has('near_miss')) return new Map();
  const actions = [...counts].filter((entry): entry is [Action, number] => entry[0] in ACTIONS);
  const most = Math.max(...actions.map(([, count]) => count));
  const best = actions.filter(([, count]) => count === most);
  return new Map(best.length === 1 ? best : []);
}

/** To be the first is to be measured against the others. */
const includesNorm = (cues: readonly Match<Cue>[]) => cues.some(({ value }) => value === 'create');

const CONTRASTS = new Set(
  'where when against instead rather compared unlike than beyond above before only whereas while versus other others'.split(
    ' ',
  ),
);

/** Whether a sentence sets something against what is usual in the industry. */
export const isContrasted = (words: readonly string[]): boolean =>
  words.some((word) => CONTRASTS.has(word)) && CUES.find(words).some(({ value }) => value === 'norm');
