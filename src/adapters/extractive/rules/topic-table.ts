import { Phrases, phrases } from '../../../analysis/source-text/source-text.js';
import { outermost } from './matches.js';
import type { Topic } from './topic.js';

type Weight = 'strong' | 'fair' | 'weak' | 'not';

interface Entry {
  readonly bucket: string;
  readonly weight: Weight;
}

const POINTS: Readonly<Record<Weight, number>> = { strong: 3, fair: 2, weak: 1, not: 0 };
const WEIGHTS = ['strong', 'fair', 'weak', 'not'] as const;
/** One strong phrase, or a fair one and another. */
const ENOUGH = 3;

/** Weak phrases count for so much at most, so that they never suffice alone. */
const MOST_WEAK = 2;

/** Topics by bucket, looked up together in one pass over the words. */
export class TopicTable {
  private readonly table: Phrases<Entry>;

  /** @param enough points from which on a bucket counts, where it is not one strong phrase. */
  constructor(
    topics: Readonly<Record<string, Topic>>,
    private readonly enough: Readonly<Record<string, number>> = {},
  ) {
    this.table = new Phrases(
      Object.entries(topics).flatMap(([bucket, topic]) =>
        WEIGHTS.flatMap((weight) =>
          phrases(topic[weight] ?? '').map((phrase) => [phrase, { bucket, weight }] as const),
        ),
      ),
    );
  }

  /** Points of every bucket that the words speak of; `counts` says whether a match that begins there does. */
  score(words: readonly string[], counts: (at: number) => boolean = () => true): Map<string, number> {
    const matches = this.table.find(words);
    const points = new Map<string, number>();
    for (const bucket of new Set(matches.map(({ value }) => value.bucket))) {
      const own = outermost(matches.filter(({ value }) => value.bucket === bucket));
      const telling = own.filter(({ from }) => counts(from));
      points.set(bucket, sumOf(telling.map(({ value }) => value.weight)));
    }
    return new Map([...points].filter(([bucket, sum]) => sum >= (this.enough[bucket] ?? ENOUGH)));
  }
}

function sumOf(weights: readonly Weight[]): number {
  const weak = weights.filter((weight) => weight === 'weak').length * POINTS.weak;
  const others = weights.filter((weight) => weight !== 'weak').map((weight) => POINTS[weight]);
  return others.reduce<number>((sum, points) => sum + points, Math.min(weak, MOST_WEAK));
}
