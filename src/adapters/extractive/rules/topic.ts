/** What a bucket's sentences speak of: phrases separated by commas, written as `Phrases` reads them. */
export interface Topic {
  /** Each suffices alone. */
  readonly strong: string;
  /** One suffices together with any other. */
  readonly fair?: string;
  /** They never suffice alone. */
  readonly weak: string;
  /** Near misses: whatever lies inside such a phrase counts for nothing. */
  readonly not: string;
}
