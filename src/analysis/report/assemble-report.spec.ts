import {
  cite,
  extracted,
  EXTRACTIVE,
  FACTS,
  findingsOf,
  GEMINI,
  requestOf,
  sourceOf,
  storedReport,
} from '../../../test/doubles/sample-analysis.js';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../frameworks/frameworks.js';
import type { Finding, Findings } from '../ports/analyst.port.js';
import { assembleReport } from './assemble-report.js';
import { type Report, reportSchema } from './report.schema.js';

const TEXT = 'Margins rose to 12 % in 2025. Two suppliers sell most chips. New rules take effect in May.';
const request = requestOf({ sources: [sourceOf('a', TEXT)] });
const margins = extracted(request, 'strengths', 'Margins rose to 12 % in 2025.');
const rules = extracted(request, 'threats', 'New rules take effect in May.');
const hypothesis = {
  bucket: 'strengths',
  text: 'Brand may help.',
  question: 'Does it?',
  evidence_needed: 'A survey.',
};

const assemble = (findings: Findings, engine = EXTRACTIVE, of = request) =>
  assembleReport(of, findings, engine, FACTS);
const swot = (findings: readonly Finding[]) => findingsOf(request, { swot: { findings } });

const follow = (report: Report, pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((place, step) => (place as Record<string, unknown>)[step], report);

/** Every claim_id anywhere in a value. */
function idsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'claim_id' ? [each as string] : idsIn(each),
  );
}

/** Every combination of frameworks, with 0 to 4 items a bucket. */
const SHAPES = Array.from({ length: 2 ** FRAMEWORK_NAMES.length - 1 }, (_, mask) =>
  FRAMEWORK_NAMES.filter((_name, bit) => ((mask + 1) >> bit) & 1),
).map((frameworks, index) => ({ frameworks, items: index % 5 }));

describe('assembleReport', () => {
  it.each(SHAPES)(
    'makes a valid report whose claims stand where they say: $frameworks, $items',
    ({ frameworks, items }) => {
      const { report } = storedReport({ frameworks }, items);
      expect(reportSchema.parse(report)).toEqual(report);
      for (const { id, path, text } of report.claims) {
        expect(follow(report, path)).toMatchObject({ claim_id: id, text });
      }
      const ids = report.claims.map(({ id }) => id);
      expect(ids).toEqual(ids.map((_, index) => `c${index + 1}`));
      expect(new Set(idsIn(report))).toEqual(new Set(ids));
      const buckets = frameworks.flatMap((name) => FRAMEWORKS[name].buckets);
      expect(ids).toHaveLength(items * buckets.length);
    },
  );

  it('numbers recommendations and hypotheses as claims too', () => {
    const findings = findingsOf(
      request,
      { swot: { findings: [margins], hypotheses: [hypothesis] } },
      {
        recommendations: [
          { text: 'Go on.', origin: 'generated', priority: 'high', citations: margins.citations },
        ],
      },
    );
    const report = assemble(findings, GEMINI);
    expect(report.claims.map(({ path }) => path)).toEqual([
      '/framework_analysis/swot/strengths/0',
      '/framework_analysis/swot/hypotheses/0',
      '/recommendations/0',
    ]);
    for (const { id, path } of report.claims) expect(follow(report, path)).toMatchObject({ claim_id: id });
    expect(report.executive_summary.strategic_recommendation).toEqual({ claim_id: 'c3', text: 'Go on.' });
  });

  it('keeps an unverified claim in its place and out of the summary', () => {
    const invented = { ...rules, text: 'Rules cost 90 million.', origin: 'generated' as const };
    const misquoted = { ...rules, citations: [{ ...cite(request, 'New rules'), quote: 'Old rules' }] };
    const report = assemble(swot([invented, misquoted, margins]), GEMINI);
    expect(report.claims.map(({ support }) => support)).toEqual(['verbatim', 'unverified', 'unverified']);
    expect(report.framework_analysis.swot?.threats).toHaveLength(2);
    expect(report.executive_summary.key_findings).toEqual([{ claim_id: 'c1', text: margins.text }]);
    expect(report.executive_summary.supporting_evidence).toEqual([
      { claim_id: 'c1', source_id: 'a', quote: margins.text },
    ]);
  });

  it('recommends nothing that is unverified', () => {
    const unfounded = {
      text: 'Buy 3 rivals.',
      origin: 'generated' as const,
      priority: 'high' as const,
      citations: margins.citations,
    };
    const report = assemble(findingsOf(request, {}, { recommendations: [unfounded] }), GEMINI);
    expect(report.executive_summary.strategic_recommendation).toBeNull();
    expect(report.recommendations).toHaveLength(1);
  });

  it('says of each framework how far its evidence goes', () => {
    const every = FRAMEWORKS.swot.buckets.map(({ name }) => ({ ...margins, bucket: name }));
    const statusOf = (findings: Findings) => assemble(findings).framework_analysis.swot?.status;
    expect(statusOf(swot(every))).toBe('complete');
    expect(statusOf(swot([margins]))).toBe('partial');
    expect(statusOf(swot([]))).toBe('insufficient_evidence');
    expect(statusOf(findingsOf(request, { swot: { hypotheses: [hypothesis] } }))).toBe(
      'insufficient_evidence',
    );
  });

  it('reports a failed framework as failed, and itself as partial', () => {
    const report = assemble(
      findingsOf(
        request,
        { pestel: { failure: 'upstream_error' } },
        { partial_reasons: ['budget_exhausted'] },
      ),
    );
    expect(report.framework_analysis.pestel).toMatchObject({
      status: 'failed',
      failure: 'upstream_error',
      political: [],
    });
    expect(report).toMatchObject({ partial: true, partial_reasons: ['budget_exhausted', 'pestel_failed'] });
  });

  it('has no confidence without evidence, and says that nothing is a finding', () => {
    const report = assemble(findingsOf(request, { swot: { hypotheses: [hypothesis] } }));
    expect(report.confidence_score).toBe(0);
    expect(report.executive_summary.key_findings).toEqual([]);
    expect(report.disclaimer).toContain('none of it a finding');
    expect(report.disclaimer).toContain('not investment, legal or tax advice');
  });

  it('refuses what an engine sorted nowhere', () => {
    expect(() => assemble(swot([{ ...margins, bucket: 'political' }]))).toThrow('"political"');
    expect(() => assemble({ ...swot([]), frameworks: [] })).toThrow('porter');
  });

  it('keeps names as they were typed', () => {
    for (const company of ['AT&T', 'McDonald’s', "McDonald's", 'Société Générale']) {
      const of = requestOf({ company });
      expect(assemble(findingsOf(of), EXTRACTIVE, of)).toMatchObject({
        company,
        executive_summary: { company_name: company },
      });
    }
  });
});
