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

/** What makes a framework: one such object in one file of this folder; the registry collects them. */
export interface Framework {
  readonly name: FrameworkName;
  readonly title: string;
  readonly buckets: readonly Bucket[];
  /** True where every bucket is also rated from 1 to 5. */
  readonly scored: boolean;
}
