import { ACTIONS, FACTORS, NEAR_MISSES, WHOLE } from './blue-ocean.rules.js';
import { isNegated } from './negation.js';
import { type Match, Phrases, phrases } from '../../../analysis/source-text/source-text.js';

type Action = keyof typeof ACTIONS;
type Cue =
  { readonly kind: 'action' | 'whole'; readonly action: Action } | { readonly kind: 'factor' | 'near_miss' };

const OBJECT_REACH = 5;
const PASSIVE_REACH = 4;
const WHOLE_POINTS = 3;
const ACTION_POINTS = 2;

const actionCues = (kind: 'action' | 'whole', table: Readonly<Record<Action, string>>) =>
  Object.entries(table).flatMap(([action, text]) =>
    phrases(text).map((phrase): [string, Cue] => [phrase, { kind, action: action as Action }]),
  );
const objectCues = (kind: 'factor' | 'near_miss', text: string) =>
  phrases(text).map((phrase): [string, Cue] => [phrase, { kind }]);

const CUES = new Phrases<Cue>([
  ...actionCues('action', ACTIONS),
  ...actionCues('whole', WHOLE),
  ...objectCues('factor', FACTORS),
  ...objectCues('near_miss', NEAR_MISSES),
]);

/** Points of each of the four actions that the words tell of: an action and the factor that it is done to. */
export function blueOceanOf(words: readonly string[]): Map<Action, number> {
  const cues = CUES.find(words);
  const objects = cues.filter(({ value }) => value.kind === 'factor' || value.kind === 'near_miss');
  const points = new Map<Action, number>();
  for (const { value, from, to } of cues) {
    if (!('action' in value) || isNegated(words, from)) continue;
    const gained = value.kind === 'whole' ? WHOLE_POINTS : pointsOf(objects, from, to, words);
    if (gained > 0) points.set(value.action, (points.get(value.action) ?? 0) + gained);
  }
  return points;
}

/** The nearest thing after the action decides; before it only in the passive. */
function pointsOf(
  objects: readonly Match<Cue>[],
  from: number,
  to: number,
  words: readonly string[],
): number {
  const after = objects.find((object) => object.from > to && object.from <= to + OBJECT_REACH);
  const passive = /^(?:is|are|was|were|been|being|be)$/.test(words[from - 1] ?? '');
  const before = passive
    ? objects.findLast((object) => object.to < from && object.to >= from - PASSIVE_REACH)
    : undefined;
  return (before ?? after)?.value.kind === 'factor' ? ACTION_POINTS : 0;
}
