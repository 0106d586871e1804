import type { z } from 'zod';
import type { Item } from '../report/section.schema.js';

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
  /** Different passages that the bucket's checked statements cite. */
  passages(bucket: string): number;
  /** The engine's rating, 1 to 5, or null where it gave none. */
  score(bucket: string): number | null;
}

/** How strong a bucket is, from 1 to 5, and on what that rests. */
export interface Rating {
  readonly score: number | null;
  readonly text: string;
}

/** How readers know this framework from textbooks: four fields, a table of factors, or a radar over rated forces. */
export type Layout =
  | {
      readonly kind: 'grid';
      readonly columns?: readonly [string, string];
      readonly rows?: readonly [string, string];
    }
  | { readonly kind: 'table' }
  | { readonly kind: 'radar' };

/** What makes a framework: one such object in one file of this folder, one line in the table. */
export interface Framework<S extends z.ZodType = z.ZodType> {
  /** Its key in requests and reports. */
  readonly name: string;
  readonly title: string;
  readonly buckets: readonly Bucket[];
  /** True where every bucket is also rated from 1 to 5. */
  readonly scored: boolean;
  readonly layout: Layout;
  /** What a model must know of it beyond the buckets' questions; a change needs a new prompt version. */
  readonly prompt: string;
  /** Its section of the report. */
  readonly schema: S;
  /** Where the items of a bucket stand in the section: the steps of a JSON pointer. */
  placeOf(bucket: string): readonly string[];
  /** The section's own fields, written. */
  arrange(contents: Contents): Record<string, unknown>;
  /** The section's own fields, read: the rating of a bucket, and the framework's verdict in one sentence. */
  ratingOf(section: z.infer<S>, bucket: string): Rating | null;
  verdictOf(section: z.infer<S>): string | null;
}
