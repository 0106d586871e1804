import type { FrameworkName } from '../../../analysis/analysis.js';
import type { Direction } from '../engine/reading.js';
import { type BlueOcean, blueOceanOf } from './blue-ocean.js';
import { type Locus, locusOf } from './locus.js';
import { PESTEL } from './pestel.rules.js';
import { type Polarity, polarityOf, type Tone, toneOf } from './polarity.js';
import { type ForceReading, forcesIn } from './porter.js';
import { phrasesOfQuadrants, type Quadrant, SIGN, swotOf } from './swot.js';
import { TopicTable } from './topic-table.js';

/** A bucket that a sentence bears on. */
export interface Sorted {
  readonly framework: FrameworkName;
  readonly bucket: string;
  /** How surely; comparable within a bucket. */
  readonly score: number;
  /** Only of Porter's forces: whether the sentence says that the force grows or shrinks. */
  readonly direction: Direction;
}

/** People stand in sentences about anything: one phrase about them is no topic. */
const PESTEL_TABLE = new TopicTable(PESTEL, { social: 4 });

/** What the rules make of a sentence. */
export interface Judgement {
  /** Every bucket that it bears on; none where the rules are not sure. */
  readonly sorted: readonly Sorted[];
  readonly polarity: Polarity;
}

/** Sorts a sentence, given as words. Pure. */
export function classify(words: readonly string[], companyWords: readonly string[]): Judgement {
  const locus = locusOf(words, companyWords);
  const topics = foremost(PESTEL_TABLE.score(words));
  const forces = forcesIn(words);
  const { actions, contrasted } = locus === 'rival' ? NO_ACTIONS : blueOceanOf(words);
  const tone = toneOf(words, locus === 'inside');
  const sound = weighed(tone, forces, locus);
  const polarity = polarityOf(sound);
  const swot = swotOf(phrasesOfQuadrants(words), {
    locus,
    polarity,
    topical: topics.size > 0,
    forces,
    apart: actions.size > 0 ? 2 : contrasted ? 1 : 0,
    hedged: words.some((word) => HEDGES.has(word)),
    denied: tone.denied,
  });
  return {
    polarity: verdict(polarity, swot, sound),
    sorted: [
      ...entries('pestel', topics),
      ...entries('swot', swot),
      ...[...forces].map(([bucket, reading]) => ({ framework: 'porter' as const, bucket, ...reading })),
      ...entries('blue_ocean', actions),
    ],
  };
}

/** What rivals do is none of the company's own actions. */
const NO_ACTIONS: BlueOcean = { actions: new Map(), contrasted: false };

/** Two topics where both are said as plainly, else the plainest. */
function foremost(topics: ReadonlyMap<string, number>): Map<string, number> {
  const most = Math.max(...topics.values());
  return new Map([...topics].filter(([, points]) => points === most).slice(0, MOST_TOPICS));
}

/**
 * A quadrant is itself a judgement; where words and quadrant disagree, none is given. Without a quadrant a few bad words
 * are no judgement either: they are more often denied, or about something else.
 */
function verdict(polarity: Polarity, swot: ReadonlyMap<Quadrant, number>, { good, bad }: Sound): Polarity {
  const [quadrant] = swot.keys();
  if (!quadrant) return polarity < 0 && bad - good < MANY ? 0 : polarity;
  return polarity === -SIGN[quadrant] ? 0 : SIGN[quadrant];
}

type Sound = Pick<Tone, 'good' | 'bad'>;

/** Bad words from which on a sentence is bad news whatever else it says. */
const MANY = 3;
const MOST_TOPICS = 2;
const HEDGES = new Set('may might could would should proposes plans aim aims'.split(' '));
const FORCE_WEIGHT = 2;

/** A force that grows is bad for whoever stands in it, and good news for a rival is bad news. */
function weighed({ good, bad }: Tone, forces: ReadonlyMap<string, ForceReading>, locus: Locus): Sound {
  const votes = [...forces.values()].map(({ direction }) => -FORCE_WEIGHT * direction);
  const [own, others] = locus === 'rival' ? [0, good] : [good, 0];
  return {
    good: votes.filter((vote) => vote > 0).reduce((sum, vote) => sum + vote, own),
    bad: votes.filter((vote) => vote < 0).reduce((sum, vote) => sum - vote, bad + others),
  };
}

const entries = (framework: FrameworkName, points: ReadonlyMap<string, number>): Sorted[] =>
  [...points].map(([bucket, score]) => ({ framework, bucket, score, direction: 0 }));
