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

const CONTRASTS = new Set(
  'where when against instead rather compared unlike than beyond above before only whereas while versus other others'.split(
    ' ',
  ),
);

export interface BlueOcean {
  /** The one of the four actions that is told of; none where it is not plain which. */
  readonly actions: ReadonlyMap<Action, number>;
  /** Whether something is set against what is usual in the industry. */
  readonly contrasted: boolean;
}

/** What a sentence says of the four actions, measured against what is usual in the industry. */
export function blueOceanOf(words: readonly string[]): BlueOcean {
  const cues = CUES.find(words);
  const hasNorm = cues.some(({ value }) => value === 'norm');
  return {
    actions: actionsOf(outermost(cues)),
    contrasted: hasNorm && words.some((word) => CONTRASTS.has(word)),
  };
}

function actionsOf(cues: readonly Match<Cue>[]): Map<Action, number> {
  const counts = new Map<Cue, number>();
  for (const { value } of cues) counts.set(value, (counts.get(value) ?? 0) + 1);
  // To be the first is to be measured against the others.
  const measured = counts.has('norm') || counts.has('create');
  if (!measured || counts.has('near_miss')) return new Map();
  const actions = [...counts].filter((entry): entry is [Action, number] => entry[0] in ACTIONS);
  const most = Math.max(...actions.map(([, count]) => count));
  const best = actions.filter(([, count]) => count === most);
  return new Map(best.length === 1 ? best : []);
}
