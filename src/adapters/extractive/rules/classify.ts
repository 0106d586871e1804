import type { FrameworkName } from '../../../analysis/analysis.js';
import type { Direction } from '../engine/reading.js';
import { PESTEL } from './pestel.rules.js';
import { polarityOf } from './polarity.js';
import { TopicTable } from './topic-table.js';

/** A bucket that a sentence bears on. */
export interface Sorted {
  readonly framework: FrameworkName;
  readonly bucket: string;
  /** How surely; comparable within a bucket. */
  readonly score: number;
  readonly direction: Direction;
}

const PESTEL_TABLE = new TopicTable(PESTEL);

/** Every bucket that a sentence bears on; none where the rules are not sure. Pure. */
export function classify(words: readonly string[], _companyWords: readonly string[]): Sorted[] {
  const direction = polarityOf(words);
  return [...PESTEL_TABLE.score(words)].map(([bucket, score]) => ({
    framework: 'pestel',
    bucket,
    score,
    direction,
  }));
}
