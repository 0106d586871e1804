import type { z } from 'zod';
import type { Item } from '../report/section.schema.js';

/** The four frameworks, in the order in which a report shows them. */
export const FRAMEWORK_NAMES = ['porter', 'swot', 'pestel', 'blue_ocean'] as const;
export type FrameworkName = (typeof FRAMEWORK_NAMES)[number];

/** One slot of a framework (a force, a quadrant, a factor, an action) that claims are sorted into. */
export interface Bucket {
  /** The key in the report, snake_case. */
  readonly name: string;
  readonly title: string;
  /** What belongs here, in one sentence: shown to readers and given to models. */
  readonly question: string;
}

/** What was found for a framework, sorted into its buckets. */
export interface Contents {
  items(bucket: string): Item[];
  /** 1 to 5, or null where the evidence is too thin. */
  score(bucket: string): number | null;
}

/** What makes a framework: one such object in one file of this folder, one line in the table. */
export interface Framework<S extends z.ZodType = z.ZodType> {
  readonly name: FrameworkName;
  readonly title: string;
  readonly buckets: readonly Bucket[];
  /** True where every bucket is also rated from 1 to 5. */
  readonly scored: boolean;
  /** Its section of the report. */
  readonly schema: S;
  /** Where the items of a bucket stand in the section: the steps of a JSON pointer. */
  placeOf(bucket: string): readonly string[];
  /** The section's own fields. */
  arrange(contents: Contents): Record<string, unknown>;
}
