import type { FrameworkName } from '../../../analysis/analysis.js';
import type { Direction } from '../engine/reading.js';
import { blueOceanOf } from './blue-ocean.js';
import { locusOf } from './locus.js';
import { PESTEL } from './pestel.rules.js';
import { toneOf } from './polarity.js';
import { forcesIn } from './porter.js';
import { swotOf } from './swot.js';
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

const PESTEL_TABLE = new TopicTable(PESTEL);

/** Every bucket that a sentence bears on; none where the rules are not sure. Pure. */
export function classify(words: readonly string[], companyWords: readonly string[]): Sorted[] {
  const locus = locusOf(words, companyWords);
  const actions = locus === 'rival' ? new Map<string, number>() : blueOceanOf(words);
  return [
    ...entries('pestel', PESTEL_TABLE.score(words)),
    ...entries('swot', swotOf(words, toneOf(words), locus)),
    ...[...forcesIn(words)].map(([bucket, reading]) => ({
      framework: 'porter' as const,
      bucket,
      ...reading,
    })),
    ...entries('blue_ocean', actions),
  ];
}

const entries = (framework: FrameworkName, points: ReadonlyMap<string, number>): Sorted[] =>
  [...points].map(([bucket, score]) => ({ framework, bucket, score, direction: 0 }));
