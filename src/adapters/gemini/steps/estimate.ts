import { type AnalysisRequest, FRAMEWORKS, roundUsd } from '../../../analysis/analysis.js';
import type { Estimate } from '../../../analysis/ports/analyst.port.js';
import { type Question, tokensOf, worstCaseOf } from '../call/question.js';
import { NOTE_TOKENS } from '../evidence/web-notes.js';
import type { CallUsage } from '../money/cost.js';
import type { Pricing } from '../money/pricing.js';
import { tokenBound } from '../money/token-bound.js';
import { systemPrompt } from '../prompts/system.prompt.js';
import { critiqueStep } from './critique-step.js';
import { frameworkStep } from './framework-step.js';
import { planOf } from './plan.js';
import { singleStepResearch } from './research-step.js';
import { STATEMENT_TOKENS } from './statements.js';
import { synthesisStep } from './synthesis-step.js';

/** A line of ours before a document or a list, its marker included. */
const LABEL_TOKENS = 120;

/**
 * The most that a run uses in which every first reply can be used, from bounds alone: what the model will write is
 * bounded where it is asked for.
 */
export function estimateOf(request: AnalysisRequest, pricing: Pricing): Estimate {
  const calls = plannedCalls(request);
  const costs = calls.map((usage) => pricing.costOf(usage));
  const known = costs.filter((usd) => usd !== null);
  return {
    calls: calls.length,
    tokens_max: calls.reduce((sum, usage) => sum + tokensOf(usage), 0),
    cost_usd_max: known.length < costs.length ? null : roundUsd(known.reduce((sum, usd) => sum + usd, 0)),
  };
}

function plannedCalls(request: AnalysisRequest): CallUsage[] {
  const plan = planOf(request);
  const { replies } = plan;
  const system = systemPrompt('='.repeat(LABEL_TOKENS), request.language);
  const about = (maxOutputTokens: number) => ({ system, maxOutputTokens });
  const parts = request.frameworks.reduce((sum, name) => sum + FRAMEWORKS[name].buckets.length, 0);
  const subject = subjectTokens(request);
  const evidence = subject + sourceTokens(request) + plan.notes * (NOTE_TOKENS + LABEL_TOKENS);
  const statements = subject + LABEL_TOKENS + parts * plan.items * STATEMENT_TOKENS;
  const search = { request, plan, about: about(replies.research), subject: '' };
  return [
    ...(plan.notes > 0 ? [withInput(singleStepResearch(search).question, subject)] : []),
    ...request.frameworks.map((name) =>
      withInput(frameworkStep(name, plan.items, about(replies.framework), '').question, evidence),
    ),
    ...(plan.critique ? [withInput(critiqueStep(about(replies.critique), '').question, statements)] : []),
    withInput(synthesisStep(plan, about(replies.synthesis), '').question, statements),
  ];
}

function withInput(question: Question, tokens: number): CallUsage {
  const usage = worstCaseOf(question);
  return { ...usage, prompt: usage.prompt + tokens };
}

const subjectTokens = ({ company, industry }: AnalysisRequest) =>
  tokenBound(`${company} ${industry ?? ''}`) + 2 * LABEL_TOKENS;

const sourceTokens = ({ sources }: AnalysisRequest) =>
  sources.reduce(
    (sum, { title, content }) => sum + tokenBound(title) + tokenBound(content) + LABEL_TOKENS,
    0,
  );
