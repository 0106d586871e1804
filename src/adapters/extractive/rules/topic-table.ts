import { type Match, Phrases, phrases } from '../../../analysis/source-text/source-text.js';
import type { Topic } from './topic.js';

type Weight = 'strong' | 'weak' | 'not';

interface Entry {
  readonly bucket: string;
  readonly weight: Weight;
}

const POINTS: Readonly<Record<Weight, number>> = { strong: 2, weak: 1, not: 0 };
/** One strong phrase, or two weak ones. */
const ENOUGH = 2;

/** Topics by bucket, looked up together in one pass over the words. */
export class TopicTable {
  private readonly table: Phrases<Entry>;

  /** @param enough points from which on a bucket counts. */
  constructor(
    topics: Readonly<Record<string, Topic>>,
    private readonly enough = ENOUGH,
  ) {
    this.table = new Phrases(
      Object.entries(topics).flatMap(([bucket, topic]) =>
        (['strong', 'weak', 'not'] as const).flatMap((weight) =>
          phrases(topic[weight]).map((phrase) => [phrase, { bucket, weight }] as const),
        ),
      ),
    );
  }

  /** Points of every bucket that the words speak of. */
  score(words: readonly string[]): Map<string, number> {
    const matches = this.table.find(words);
    const nearMisses = matches.filter(({ value }) => value.weight === 'not');
    const points = new Map<string, number>();
    for (const match of matches) {
      if (nearMisses.some((miss) => miss.value.bucket === match.value.bucket && covers(miss, match)))
        continue;
      points.set(match.value.bucket, (points.get(match.value.bucket) ?? 0) + POINTS[match.value.weight]);
    }
    return new Map([...points].filter(([, sum]) => sum >= this.enough));
  }
}

const covers = (outer: Match<unknown>, inner: Match<unknown>) =>
  outer.from <= inner.from && inner.to <= outer.to;
