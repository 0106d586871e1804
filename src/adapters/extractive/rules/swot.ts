import type { Locus } from './locus.js';
import { isDenied, isNegated } from './negation.js';
import type { Polarity } from './polarity.js';
import type { ForceReading } from './porter.js';
import { SWOT } from './swot.rules.js';
import { TopicTable } from './topic-table.js';

export type Quadrant = keyof typeof SWOT;

/** What else is known of a sentence. */
export interface Setting {
  readonly locus: Locus;
  readonly polarity: Polarity;
  /** Whether it speaks of a PESTEL topic. */
  readonly topical: boolean;
  readonly forces: ReadonlyMap<string, ForceReading>;
  /** How plainly it sets the company apart: 2 by one of the four actions, 1 against what is usual, else 0. */
  readonly apart: 0 | 1 | 2;
  /** Whether it says what may be, not what is. */
  readonly hedged: boolean;
  /** Whether it says that something bad is not so: the absence of a threat is no opportunity. */
  readonly denied: boolean;
}

const TABLE = new TopicTable(SWOT, { strengths: 1, weaknesses: 1, opportunities: 1, threats: 1 });
const QUADRANTS = Object.keys(SWOT) as Quadrant[];
const MOST_SAID = 4;
/** Points that a quadrant needs; more where no phrase of its own says so. */
const NEEDED = 4;
const NEEDED_UNSAID = 5;
/** Points of one strong phrase. */
const PLAIN = 3;

export const SIGN: Readonly<Record<Quadrant, Polarity>> = {
  strengths: 1,
  weaknesses: -1,
  opportunities: 1,
  threats: -1,
};

/** Points by the phrases that each quadrant is known by; phrases that are denied do not count. */
export const phrasesOfQuadrants = (words: readonly string[]): Map<Quadrant, number> =>
  TABLE.score(words, (at) => !isNegated(words, at) && !isDenied(words, at)) as Map<Quadrant, number>;

/** The quadrant of a sentence: what it says, how it sounds and whose matter it is must agree; of two, the surer one. */
export function swotOf(said: ReadonlyMap<Quadrant, number>, setting: Setting): Map<Quadrant, number> {
  const saidOf = (quadrant: Quadrant) => said.get(quadrant) ?? 0;
  const points = QUADRANTS.map((quadrant): [Quadrant, number] => [
    quadrant,
    Math.min(saidOf(quadrant), MOST_SAID) + supportFor(quadrant, setting),
  ]);
  const [best, next] = points.toSorted((a, b) => b[1] - a[1] || saidOf(b[0]) - saidOf(a[0]));
  if (!best || best[1] < (saidOf(best[0]) < PLAIN ? NEEDED_UNSAID : NEEDED)) return new Map();
  const tie = next?.[1] === best[1] && saidOf(next[0]) === saidOf(best[0]);
  return new Map(tie ? [] : [best]);
}

/** Points for agreement, by how often such sentences belonged to the quadrant among those that the rules were tuned on. */
function supportFor(quadrant: Quadrant, setting: Setting): number {
  const { polarity, topical, locus, hedged, denied, apart, forces } = setting;
  if (polarity === -SIGN[quadrant]) return -NEEDED;
  const agrees = polarity === SIGN[quadrant];
  const inside = locus === 'inside' ? 1 : 0;
  const outside = locus === 'outside' || locus === 'rival' ? 1 : 0;
  const directions = [...forces.values()].map(({ direction }) => direction);
  const sheltered = [...forces].some(
    ([force, { direction }]) => direction < 0 && force !== 'competitive_rivalry',
  );
  const pressed = directions.includes(1) ? 1 : 0;
  const topic = topical ? 1 : 0;
  if (quadrant === 'threats') return (agrees ? 2 + 2 * topic : 0) + outside + pressed - (denied ? 3 : 0);
  if (quadrant === 'opportunities')
    return (agrees ? 1 + topic * (2 - inside) : 0) + outside - (denied || sheltered ? 3 : 0);
  if (quadrant === 'strengths')
    return (agrees ? 2 : 0) + 2 * inside - outside + apart - (hedged ? 3 : 0) - topic;
  return (agrees ? 1 : 0) + 2 * inside - outside - (hedged ? 2 : 0) - 2 * topic;
}
