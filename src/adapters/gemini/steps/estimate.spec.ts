import fc from 'fast-check';
import { requestOf, sourceOf } from '../../../../test/doubles/sample-analysis.js';
import { type AnalysisRequest, FRAMEWORK_NAMES, FRAMEWORKS } from '../../../analysis/analysis.js';
import type { FrameworkFindings } from '../../../analysis/ports/analyst.port.js';
import { parseConfig } from '../../../config/config.js';
import { worstCaseOf } from '../call/question.js';
import { Evidence } from '../evidence/evidence.js';
import { Pricing } from '../money/pricing.js';
import { tokenBound } from '../money/token-bound.js';
import { systemPrompt } from '../prompts/system.prompt.js';
import { critiqueStep } from './critique-step.js';
import { estimateOf } from './estimate.js';
import { frameworkStep } from './framework-step.js';
import { planOf } from './plan.js';
import { singleStepResearch } from './research-step.js';
import { listStatements, statementsOf } from './statements.js';
import { synthesisStep } from './synthesis-step.js';

const pricing = new Pricing(parseConfig({}));
const MANY = 'A statement of some length about 12 things, 价格上涨了. '.repeat(40);

/** As many findings as a request allows, each longer than is shown of one. */
const fullFindings = (request: AnalysisRequest, items: number): FrameworkFindings[] =>
  request.frameworks.map((framework) => ({
    framework,
    hypotheses: [],
    scores: {},
    failure: null,
    findings: FRAMEWORKS[framework].buckets.flatMap(({ name }) =>
      Array.from({ length: items }, () => ({
        bucket: name,
        text: MANY,
        origin: 'generated' as const,
        citations: [{ source_id: 'a', quote: MANY, start: 0, end: MANY.length }],
      })),
    ),
  }));

/** The sum of what is set aside for the calls of a run, at its worst. */
async function reservedFor(request: AnalysisRequest): Promise<number> {
  const plan = planOf(request);
  const notes = Array.from({ length: plan.notes }, () => ({
    text: 'word '.repeat(99),
    url: 'https://example.com/a',
    title: 'example.com',
  }));
  const posted = await Evidence.about(request).reading(request.sources);
  const evidence = posted.with(notes);
  const about = (maxOutputTokens: number) => ({
    system: systemPrompt(evidence.marker, request.language),
    maxOutputTokens,
  });
  const statements = listStatements(statementsOf(fullFindings(request, plan.items)), evidence);
  const { replies } = plan;
  const search = { request, plan, about: about(replies.research), subject: posted.subjectOnly };
  const questions = [
    ...(plan.notes > 0 ? [singleStepResearch(search)] : []),
    ...request.frameworks.map((name) =>
      frameworkStep(name, plan.items, about(replies.framework), evidence.text),
    ),
    ...(plan.critique ? [critiqueStep(about(replies.critique), statements)] : []),
    synthesisStep(plan, about(replies.synthesis), statements),
  ].map(({ question }) => question);
  expect(questions).toHaveLength(estimateOf(request, pricing).calls);
  return questions.reduce((sum, question) => sum + (pricing.costOf(worstCaseOf(question)) ?? NaN), 0);
}

describe('estimateOf', () => {
  it('holds what every call of the run sets aside, whatever the request', async () => {
    const content = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 });
    const requests = fc.record({
      frameworks: fc.subarray([...FRAMEWORK_NAMES], { minLength: 1 }),
      depth: fc.constantFrom('quick', 'standard', 'deep'),
      research: fc.constantFrom('none', 'web'),
      industry: fc.constantFrom('retail', '小売業', 'x'.repeat(200)),
      sources: fc.array(content, { maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(requests, async ({ sources, ...fields }) => {
        const posted = sources.map((text, index) => sourceOf(`source-${index}`, text));
        const request = requestOf({ ...fields, sources: posted, limits: { max_items: 5 } });
        const { cost_usd_max } = estimateOf(request, pricing);
        expect(await reservedFor(request)).toBeLessThanOrEqual(cost_usd_max ?? NaN);
      }),
      { numRuns: 60 },
    );
  });

  it('grows with depth, frameworks and sources', () => {
    const costOf = (fields: object) => estimateOf(requestOf(fields), pricing).cost_usd_max ?? NaN;
    expect(costOf({ depth: 'quick' })).toBeLessThan(costOf({ depth: 'deep' }));
    expect(costOf({ frameworks: ['swot'] })).toBeLessThan(costOf({ frameworks: ['swot', 'pestel'] }));
    expect(costOf({})).toBeLessThan(costOf({ sources: [sourceOf('a', 'x'.repeat(10_000))] }));
  });
});

describe('tokenBound', () => {
  it('counts digits and foreign letters in full, and words by half', () => {
    expect(tokenBound('abcd efgh')).toBe(5);
    expect(tokenBound('1234')).toBe(4);
    expect(tokenBound('価格')).toBe(6);
    expect(tokenBound('')).toBe(0);
  });
});
