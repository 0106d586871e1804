import type { Histogram, Registry } from 'prom-client';

/** Counts of one series: an array index and three additions, where prom-client hashes labels for 0.5 µs. */
export class Tally {
  /** By bucket, not cumulative; the last is +Inf. */
  readonly buckets: number[];
  sum = 0;
  count = 0;

  constructor(private readonly edges: readonly number[]) {
    this.buckets = new Array<number>(edges.length + 1).fill(0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.edges.length && value > (this.edges[bucket] ?? Infinity)) bucket += 1;
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    this.sum += value;
    this.count += 1;
  }
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly tally: Tally;
}

interface Options {
  readonly name: string;
  readonly help: string;
  /** Upper edges in ascending order, without +Inf. */
  readonly buckets: readonly number[];
}

/** A histogram for the hot path: whoever observes holds the series itself; labels are put on at the scrape. */
export class TalliedHistogram {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly name: string;
  readonly help: string;
  private readonly edges: readonly number[];
  private readonly series: Series[] = [];

  constructor({ name, help, buckets }: Options, registry: Registry) {
    this.name = name;
    this.help = help;
    this.edges = buckets;
    // The registry asks a metric for its name, type and values, and for nothing else.
    registry.registerMetric(this as unknown as Histogram);
  }

  /** A new series; to be called once for each set of labels. */
  add(labels: Readonly<Record<string, string>>): Tally {
    const tally = new Tally(this.edges);
    this.series.push({ labels, tally });
    return tally;
  }

  /** prom-client's form of a metric and its values. */
  get(): Promise<object> {
    const { name, help, type, aggregator } = this;
    return Promise.resolve({
      name,
      help,
      type,
      aggregator,
      values: this.series.flatMap((each) => this.lines(each)),
    });
  }

  private lines({ labels, tally }: Series): object[] {
    let below = 0;
    const buckets = [...this.edges, '+Inf'].map((le, index) => {
      below += tally.buckets[index] ?? 0;
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: below };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: tally.sum },
      { metricName: `${this.name}_count`, labels, value: tally.count },
    ];
  }
}
