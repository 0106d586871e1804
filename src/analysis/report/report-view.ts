import { FRAMEWORKS, type FrameworkName } from '../frameworks/frameworks.js';
import type { StoredReport } from '../ports/report-storage.port.js';
import type { Claim, Report } from './report.schema.js';
import type { Item, SectionStatus } from './section.schema.js';

/** A citation as readers see it: its number, and where its passage stands. */
export interface NumberedCitation {
  readonly number: number;
  readonly sourceTitle: string;
  readonly quote: string;
  /** Up to 160 characters on either side, empty where the source's text is not at hand. */
  readonly before: string;
  readonly after: string;
  readonly url: string | null;
  readonly claimIds: readonly string[];
}

export interface BucketView {
  readonly name: string;
  readonly title: string;
  readonly score: number | null;
  /** What a scored framework says about the rating. */
  readonly note: string | null;
  readonly items: readonly Item[];
}

export interface SectionView {
  readonly name: FrameworkName;
  readonly title: string;
  readonly status: SectionStatus;
  readonly failure: string | null;
  readonly buckets: readonly BucketView[];
  readonly intensity: string | null;
  readonly hypotheses: NonNullable<Report['framework_analysis']['swot']>['hypotheses'];
}

const SURROUNDINGS = 160;

/** A stored report arranged for reading: what every renderer shows, so that all of them show the same. */
export class ReportView {
  readonly report: Report;
  readonly sections: readonly SectionView[];
  readonly citations: readonly NumberedCitation[];
  private readonly claims: ReadonlyMap<string, Claim>;
  private readonly numbers = new Map<string, number>();

  constructor(private readonly stored: StoredReport) {
    this.report = stored.report;
    this.claims = new Map(this.report.claims.map((claim) => [claim.id, claim]));
    this.sections = this.report.frameworks.map((name) => this.section(name));
    this.citations = this.number();
  }

  claim(id: string): Claim | undefined {
    return this.claims.get(id);
  }

  /** The numbers of the citations of a claim, in order. */
  numbersOf(claimId: string): number[] {
    return (this.claims.get(claimId)?.citations ?? []).map(
      (citation) => this.numbers.get(keyOf(citation)) ?? 0,
    );
  }

  isUnverified(claimId: string): boolean {
    return this.claims.get(claimId)?.support === 'unverified';
  }

  private section(name: FrameworkName): SectionView {
    const framework = FRAMEWORKS[name];
    const section = this.report.framework_analysis[name] as unknown as Record<string, unknown> & SectionView;
    const forces = section.forces as Record<string, { score: number | null; text: string }> | undefined;
    return {
      name,
      title: framework.title,
      status: section.status,
      failure: section.failure,
      hypotheses: section.hypotheses,
      intensity: (section.overall_intensity as string | null | undefined) ?? null,
      buckets: framework.buckets.map((bucket) => ({
        name: bucket.name,
        title: bucket.title,
        score: forces?.[bucket.name]?.score ?? null,
        note: forces?.[bucket.name]?.text ?? null,
        items: framework
          .placeOf(bucket.name)
          .reduce<unknown>((place, step) => (place as Record<string, unknown>)[step], section) as Item[],
      })),
    };
  }

  /** One number for each passage, in the order in which the report first points to it. */
  private number(): NumberedCitation[] {
    const byKey = new Map<string, { citation: Claim['citations'][number]; claimIds: string[] }>();
    for (const claim of this.report.claims) {
      for (const citation of claim.citations) {
        const entry = byKey.get(keyOf(citation)) ?? { citation, claimIds: [] };
        entry.claimIds.push(claim.id);
        byKey.set(keyOf(citation), entry);
      }
    }
    return [...byKey].map(([key, { citation, claimIds }], index) => {
      this.numbers.set(key, index + 1);
      const source = this.stored.sources.find(({ id }) => id === citation.source_id);
      const { start, end } = citation;
      return {
        number: index + 1,
        sourceTitle: source?.title ?? citation.title ?? citation.source_id,
        quote: citation.quote,
        before: source ? source.content.slice(Math.max(0, start - SURROUNDINGS), start) : '',
        after: source ? source.content.slice(end, end + SURROUNDINGS) : '',
        url: citation.url ?? null,
        claimIds,
      };
    });
  }
}

const keyOf = ({ source_id, start, end, url }: Claim['citations'][number]) =>
  `${source_id}:${start}:${end}:${url ?? ''}`;
