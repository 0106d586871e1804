import type { Locus } from './locus.js';
import type { Tone } from './polarity.js';
import { SWOT } from './swot.rules.js';
import { TopicTable } from './topic-table.js';

type Quadrant = keyof typeof SWOT;

const SPEAKS = 1;
const TABLE = new TopicTable(SWOT, SPEAKS);

const SIGN: Readonly<Record<Quadrant, -1 | 1>> = {
  strengths: 1,
  weaknesses: -1,
  opportunities: 1,
  threats: -1,
};
const INTERNAL: ReadonlySet<Quadrant> = new Set<Quadrant>(['strengths', 'weaknesses']);

/** The quadrant of a sentence: what it says, how it sounds and whose matter it is must agree; of two, the surer one. */
export function swotOf(words: readonly string[], tone: Tone, locus: Locus): Map<Quadrant, number> {
  const points = TABLE.score(words) as Map<Quadrant, number>;
  const sure = [...points].flatMap(([quadrant, said]): [Quadrant, number][] => {
    const total = said + soundsLike(quadrant, tone) + belongsTo(quadrant, locus);
    return total >= needed(said) ? [[quadrant, total]] : [];
  });
  const most = Math.max(...sure.map(([, total]) => total));
  return new Map(sure.filter(([, total]) => total === most).slice(0, 1));
}

/** One strong phrase suffices where nothing speaks against it; a weak one needs both tone and place on its side. */
const needed = (said: number) => (said > SPEAKS ? 2 : 3);

const soundsLike = (quadrant: Quadrant, { sum }: Tone) =>
  sum === 0 ? 0 : Math.sign(sum) === SIGN[quadrant] ? 1 : -2;

function belongsTo(quadrant: Quadrant, locus: Locus): number {
  if (locus === null) return 0;
  return (locus === 'inside') === INTERNAL.has(quadrant) ? 1 : -1;
}
