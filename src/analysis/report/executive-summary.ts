import type { AnalysisRequest } from '../analysis-request.js';
import { keyFindings } from './key-findings.js';
import type { Claim, Report } from './report.schema.js';
import type { Item } from './section.schema.js';

interface SummaryFacts {
  readonly now: Date;
  readonly confidence: number;
  /** The claims of each framework that passed the check. */
  readonly passing: readonly (readonly Claim[])[];
  /** The first recommendation that passed the check. */
  readonly recommendation: Item | undefined;
  /** Those that `withoutInventions` left. */
  readonly nextSteps: readonly string[];
}

/**
 * What a reader with one minute reads: nothing in it but what passed the check. Next steps are no statements and have no
 * quotes: of those that a model wrote, the ones with a figure of no quote or with an address were left out before.
 */
export function executiveSummary(request: AnalysisRequest, facts: SummaryFacts): Report['executive_summary'] {
  const found = keyFindings(facts.passing);
  return {
    company_name: request.company,
    industry: request.industry ?? null,
    analysis_date: facts.now.toISOString().slice(0, 10),
    key_findings: found.map(({ id, text }) => ({ claim_id: id, text })),
    strategic_recommendation: facts.recommendation
      ? { claim_id: facts.recommendation.claim_id, text: facts.recommendation.text }
      : null,
    confidence_score: facts.confidence,
    supporting_evidence: found.flatMap(evidenceOf),
    next_steps: [...facts.nextSteps],
  };
}

function evidenceOf({ id, citations: [first] }: Claim) {
  return first ? [{ claim_id: id, source_id: first.source_id, quote: first.quote }] : [];
}
