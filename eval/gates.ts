import type { Assessment } from './assess.js';
import { type Count, precision, recall, share } from './figures.js';

interface Gate {
  readonly name: string;
  /** The least that is good enough. */
  readonly least: number;
  readonly reached: (assessment: Assessment) => number;
}

const pair = (
  name: string,
  least: readonly [number, number],
  of: (assessment: Assessment) => Count,
): Gate[] => [
  { name: `${name} precision`, least: least[0], reached: (assessment) => precision(of(assessment)).value },
  { name: `${name} recall`, least: least[1], reached: (assessment) => recall(of(assessment)).value },
];

const NONE: Count = { right: 0, wrong: 0, missed: 0 };

/** What a release of the extractive engine must reach on the judging set. */
export const GATES: readonly Gate[] = [
  ...pair('pestel', [0.8, 0.55], ({ frameworks }) => frameworks.pestel.all),
  ...pair('swot', [0.7, 0.5], ({ frameworks }) => frameworks.swot.all),
  ...pair('porter', [0.6, 0.35], ({ frameworks }) => frameworks.porter.all),
  ...pair('blue_ocean', [0.6, 0.25], ({ frameworks }) => frameworks.blue_ocean.all),
  {
    name: 'opportunities recall',
    least: 0.4,
    reached: ({ frameworks }) => recall(frameworks.swot.buckets.opportunities ?? NONE).value,
  },
  {
    name: 'polarity accuracy',
    least: 0.9,
    reached: ({ polarity }) => share(polarity.right, polarity.told).value,
  },
];

/** The gates that an assessment misses; what could not be counted counts as missed. */
export const missedGates = (assessment: Assessment, gates: readonly Gate[] = GATES): string[] =>
  gates
    .filter(({ least, reached }) => !(reached(assessment) >= least))
    .map(({ name, least, reached }) => `${name} ${reached(assessment).toFixed(2)}, at least ${least} is due`);
