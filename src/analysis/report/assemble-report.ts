import { createHash } from 'node:crypto';
import type { AnalysisRequest, Source } from '../analysis-request.js';
import { FRAMEWORKS } from '../frameworks/frameworks.js';
import type { EngineDescription, Findings, Recommendation } from '../ports/analyst.port.js';
import { type AssembledSection, assembleSection } from './assemble-section.js';
import { indexSources } from './check-claim.js';
import { ClaimBook } from './claim-book.js';
import { computeConfidence } from './confidence.js';
import { disclaimer } from './disclaimer.js';
import { keyFindings } from './key-findings.js';
import type { Claim, Report } from './report.schema.js';

export interface ReportFacts {
  readonly reportId: string;
  readonly now: Date;
  readonly budgetUsd: number | null;
}

/** Pure: findings become a report in which every statement is a numbered claim that the server has checked. */
export function assembleReport(
  request: AnalysisRequest,
  findings: Findings,
  engine: EngineDescription,
  { reportId, now, budgetUsd }: ReportFacts,
): Report {
  const book = new ClaimBook(indexSources(request.sources));
  const sections = assembleSections(request, findings, book);
  const recommendations = findings.recommendations.map((each, index) => recommend(each, index, book));
  const confidence = computeConfidence({
    engine: engine.name,
    bucketsAsked: request.frameworks.reduce((sum, name) => sum + FRAMEWORKS[name].buckets.length, 0),
    bucketsCovered: sections.reduce((sum, { covered }) => sum + covered, 0),
    claims: book.claims,
  });
  const failed = request.frameworks.filter((_name, index) => sections[index]?.status === 'failed');
  const partial_reasons = [
    ...new Set([...findings.partial_reasons, ...failed.map((name) => `${name}_failed`)]),
  ];
  const strategic = recommendations.find(({ claim_id }) => book.passed(claim_id));
  const key_findings = keyFindings(
    sections.map(({ items }) => items),
    book.passing(),
  );
  return {
    schema_version: 1,
    report_id: reportId,
    generated_at: now.toISOString(),
    company: request.company,
    industry: request.industry ?? null,
    language: request.language,
    depth: request.depth,
    frameworks: request.frameworks,
    executive_summary: {
      company_name: request.company,
      industry: request.industry ?? null,
      analysis_date: now.toISOString().slice(0, 10),
      key_findings,
      strategic_recommendation: strategic ? { claim_id: strategic.claim_id, text: strategic.text } : null,
      confidence_score: confidence.score,
      supporting_evidence: evidenceFor(
        key_findings.map(({ claim_id }) => claim_id),
        book.claims,
      ),
      next_steps: [...findings.next_steps],
    },
    framework_analysis: Object.fromEntries(
      request.frameworks.map((name, index) => [name, sections[index]?.section]),
    ) as Report['framework_analysis'],
    recommendations,
    claims: book.claims,
    sources: request.sources.map(describeSource),
    confidence,
    confidence_score: confidence.score,
    engine: { ...engine },
    cost: { ...findings.usage, budget_usd: budgetUsd },
    cache: { hit: false, age_seconds: null },
    partial: partial_reasons.length > 0,
    partial_reasons,
    warnings: [...findings.warnings],
    disclaimer: disclaimer(engine.name, confidence.score > 0),
    metadata: request.metadata,
  };
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

function evidenceFor(ids: readonly string[], claims: readonly Claim[]) {
  return ids.flatMap((id) => {
    const citation = claims.find((claim) => claim.id === id)?.citations[0];
    return citation ? [{ claim_id: id, source_id: citation.source_id, quote: citation.quote }] : [];
  });
}

function describeSource({ id, title, type, published_at, content }: Source): Report['sources'][number] {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { id, title, type, published_at: published_at ?? null, characters: content.length, sha256 };
}
