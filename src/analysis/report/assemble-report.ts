import { createHash } from 'node:crypto';
import type { AnalysisRequest, Source } from '../analysis-request.js';
import { FRAMEWORKS } from '../frameworks/frameworks.js';
import type { EngineDescription, Findings, Recommendation } from '../ports/analyst.port.js';
import { type AssembledSection, assembleSection } from './assemble-section.js';
import { groundsOf } from './check-claim.js';
import { ClaimBook } from './claim-book.js';
import { computeConfidence } from './confidence.js';
import { disclaimer } from './disclaimer.js';
import { executiveSummary } from './executive-summary.js';
import { withoutInventions } from './open-ends.js';
import type { Report } from './report.schema.js';

export interface ReportFacts {
  readonly reportId: string;
  readonly now: Date;
  readonly budgetUsd: number | null;
}

/** Pure: findings become a report in which every statement is a numbered claim that the server has checked. */
export function assembleReport(
  request: AnalysisRequest,
  found: Findings,
  engine: EngineDescription,
  { reportId, now, budgetUsd }: ReportFacts,
): Report {
  const grounds = groundsOf(request);
  // Without a model the questions are those of our own playbooks.
  const findings = engine.model === null ? found : withoutInventions(found, grounds);
  const book = new ClaimBook(grounds);
  const sections = assembleSections(request, findings, book);
  const recommendations = findings.recommendations.map((each, index) => recommend(each, index, book));
  const confidence = computeConfidence({
    engine: engine.name,
    bucketsAsked: request.frameworks.reduce((sum, name) => sum + FRAMEWORKS[name].buckets.length, 0),
    bucketsCovered: sections.reduce((sum, { covered }) => sum + covered, 0),
    claims: book.claims,
  });
  const reasons = partialReasons(request, findings, sections);
  return {
    schema_version: 1,
    report_id: reportId,
    generated_at: now.toISOString(),
    ...subjectOf(request),
    executive_summary: executiveSummary(request, {
      now,
      confidence: confidence.score,
      passing: sections.map(({ passing }) => passing),
      recommendation: recommendations.find(({ claim_id }) => book.passed(claim_id)),
      nextSteps: findings.next_steps,
    }),
    framework_analysis: Object.fromEntries(
      request.frameworks.map((name, index) => [name, sections[index]?.section]),
    ),
    recommendations,
    claims: book.claims,
    sources: request.sources.map(describeSource),
    confidence,
    confidence_score: confidence.score,
    engine: { ...engine },
    cost: { ...findings.usage, budget_usd: budgetUsd },
    cache: { hit: false, age_seconds: null },
    partial: reasons.length > 0,
    partial_reasons: reasons,
    warnings: [...findings.warnings],
    disclaimer: disclaimer(engine.name, confidence.score > 0),
    metadata: request.metadata,
  };
}

function subjectOf({ company, industry, language, depth, frameworks }: AnalysisRequest) {
  return { company, industry: industry ?? null, language, depth, frameworks };
}

function partialReasons(
  { frameworks }: AnalysisRequest,
  findings: Findings,
  sections: readonly AssembledSection[],
): string[] {
  const failed = frameworks.filter((_name, index) => sections[index]?.status === 'failed');
  return [...new Set([...findings.partial_reasons, ...failed.map((name) => `${name}_failed`)])];
}

function assembleSections(request: AnalysisRequest, findings: Findings, book: ClaimBook): AssembledSection[] {
  return request.frameworks.map((name) => {
    const found = findings.frameworks.find(({ framework }) => framework === name);
    if (!found) throw new Error(`The engine gave no findings for "${name}".`);
    return assembleSection(FRAMEWORKS[name], found, book);
  });
}

function recommend(
  recommendation: Recommendation,
  index: number,
  book: ClaimBook,
): Report['recommendations'][number] {
  const item = book.enter(recommendation, ['recommendations', index]);
  return { ...item, priority: recommendation.priority };
}

function describeSource({ id, title, type, published_at, content }: Source): Report['sources'][number] {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { id, title, type, published_at: published_at ?? null, characters: content.length, sha256 };
}
