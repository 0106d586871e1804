import { type Framework, FRAMEWORKS, type FrameworkName, type Layout } from '../frameworks/frameworks.js';
import type { StoredReport } from '../ports/report-storage.port.js';
import { type NumberedCitation, numberCitations, passageKey } from './number-citations.js';
import { readable } from './readable.js';
import type { Claim, Report } from './report.schema.js';
import type { Item, Section } from './section.schema.js';

/** A claim as readers see it. */
export interface Statement {
  readonly id: string;
  readonly text: string;
  /** The numbers of its citations, in order. */
  readonly citations: readonly number[];
  readonly unverified: boolean;
}

export interface BucketView {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** Null in frameworks that rate nothing; its score is null where evidence is too thin. */
  readonly rating: { readonly score: number | null; readonly text: string } | null;
  readonly statements: readonly Statement[];
}

export interface HypothesisView {
  readonly id: string;
  readonly bucketTitle: string;
  readonly text: string;
  readonly question: string;
  readonly evidenceNeeded: string;
}

export interface SectionView {
  readonly name: FrameworkName;
  readonly title: string;
  readonly layout: Layout;
  readonly status: Section['status'];
  readonly failure: string | null;
  /** The framework's conclusion in one sentence, where it draws one. */
  readonly verdict: string | null;
  readonly buckets: readonly BucketView[];
  readonly hasStatements: boolean;
  readonly hypotheses: readonly HypothesisView[];
}

/** A stored report arranged for reading: what every renderer shows, so that all of them show the same. */
export class ReportView {
  readonly report: Report;
  readonly company: string;
  readonly industry: string | null;
  readonly sections: readonly SectionView[];
  readonly keyFindings: readonly Statement[];
  readonly recommendation: Statement | null;
  readonly recommendations: readonly (Statement & { readonly priority: string })[];
  readonly citations: readonly NumberedCitation[];
  private readonly claims: ReadonlyMap<string, Claim>;
  private readonly passages: ReadonlyMap<string, NumberedCitation>;

  constructor(stored: StoredReport) {
    const { report } = stored;
    this.report = report;
    this.company = readable(report.company);
    this.industry = report.industry && readable(report.industry);
    this.claims = new Map(report.claims.map((claim) => [claim.id, claim]));
    this.passages = numberCitations(stored);
    this.citations = [...this.passages.values()];
    this.sections = report.frameworks.flatMap((name) => this.section(name));
    const { key_findings, strategic_recommendation: first } = report.executive_summary;
    this.keyFindings = key_findings.map((item) => this.statement(item));
    this.recommendation = first && this.statement(first);
    this.recommendations = report.recommendations.map((each) => ({
      ...this.statement(each),
      priority: each.priority,
    }));
  }

  private statement({ claim_id: id, text }: Item): Statement {
    const claim = this.claims.get(id);
    const numbers =
      claim?.citations.flatMap((each) => this.passages.get(passageKey(each))?.number ?? []) ?? [];
    return {
      id,
      text: readable(text),
      citations: [...new Set(numbers)],
      unverified: claim?.support === 'unverified',
    };
  }

  private section(name: FrameworkName): SectionView[] {
    const section = this.report.framework_analysis[name];
    if (!section) return [];
    const framework: Framework = FRAMEWORKS[name];
    const { title, layout } = framework;
    const { status, failure, hypotheses } = section;
    const titles = new Map(framework.buckets.map((bucket) => [bucket.name, bucket.title]));
    const buckets = framework.buckets.map((bucket) => ({
      ...bucket,
      rating: framework.ratingOf(section, bucket.name),
      statements: at(section, framework.placeOf(bucket.name)).map((item) => this.statement(item)),
    }));
    const view = {
      name,
      title,
      layout,
      status,
      failure,
      verdict: framework.verdictOf(section),
      buckets,
      hasStatements: buckets.some(({ statements }) => statements.length > 0),
      hypotheses: hypotheses.map((each) => describeHypothesis(each, titles)),
    };
    return [view];
  }
}

function describeHypothesis(hypothesis: Section['hypotheses'][number], titles: ReadonlyMap<string, string>) {
  return {
    id: hypothesis.claim_id,
    bucketTitle: titles.get(hypothesis.bucket) ?? hypothesis.bucket,
    text: readable(hypothesis.text),
    question: readable(hypothesis.question),
    evidenceNeeded: readable(hypothesis.evidence_needed),
  };
}

/** The list at the end of a JSON pointer's steps. */
const at = (section: Section, steps: readonly string[]) =>
  steps.reduce<unknown>((place, step) => (place as Record<string, unknown>)[step], section) as Item[];
