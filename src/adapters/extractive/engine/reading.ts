import type { FrameworkName } from '../../../analysis/analysis.js';

/** Whether a sentence says that a force grows or shrinks; 0 where it does not say. */
export type Direction = -1 | 0 | 1;

/** A sentence that bears on a bucket. */
export interface Passage {
  readonly source_id: string;
  /** Offsets into the source's content, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly score: number;
  readonly direction: Direction;
}

export interface BucketReading {
  /** The best passages, best first, no two nearly the same. */
  readonly passages: readonly Passage[];
  /** All different sentences that were found for the bucket, and how many of them raise or lower a force. */
  readonly total: number;
  readonly raising: number;
  readonly lowering: number;
}

/** What reading the sources gave; plain data, so that it can cross from a thread and be kept. */
export interface Reading {
  readonly buckets: Readonly<Partial<Record<FrameworkName, Readonly<Record<string, BucketReading>>>>>;
  readonly warnings: readonly string[];
}
