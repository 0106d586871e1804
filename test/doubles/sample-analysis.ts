import { type AnalysisRequest, analysisRequestSchema } from '../../src/analysis/analysis-request.js';
import { FRAMEWORKS } from '../../src/analysis/frameworks/frameworks.js';
import type {
  EngineDescription,
  Finding,
  Findings,
  FrameworkFindings,
} from '../../src/analysis/ports/analyst.port.js';
import type { StoredReport } from '../../src/analysis/ports/report-storage.port.js';
import { assembleReport } from '../../src/analysis/report/report.js';
import type { Citation } from '../../src/analysis/report/report.schema.js';

export const EXTRACTIVE: EngineDescription = {
  name: 'extractive',
  version: '1.0.0',
  model: null,
  prompt_version: null,
  offline: true,
};

export const GEMINI: EngineDescription = {
  name: 'gemini',
  version: '1.0.0',
  model: 'gemini-2.5-flash',
  prompt_version: '1',
  offline: false,
};

export const FACTS = {
  reportId: '0b0e8a5e-5a0e-4b8e-9d0e-3f3c1c6f7a11',
  now: new Date('2026-03-01T12:00:00.000Z'),
  budgetUsd: null,
};

export const UNPAID = { usd: 0, calls: 0, tokens: 0, status: 'free' } as const;

/** A request with the fields given and defaults for the rest. */
export const requestOf = (fields: object = {}): AnalysisRequest =>
  analysisRequestSchema.parse({ company: 'AT&T', ...fields });

export const sourceOf = (id: string, content: string, title = `Source ${id}`) => ({ id, title, content });

/** The citation of the first place where `quote` stands. */
export function cite(request: AnalysisRequest, quote: string): Citation {
  for (const { id, content } of request.sources) {
    const start = content.indexOf(quote);
    if (start >= 0) return { source_id: id, quote, start, end: start + quote.length };
  }
  throw new Error(`No source holds "${quote}".`);
}

export const extracted = (request: AnalysisRequest, bucket: string, quote: string): Finding => ({
  bucket,
  text: quote,
  origin: 'extracted',
  citations: [cite(request, quote)],
});

/** Findings of every framework asked for; what is not given is empty. */
export function findingsOf(
  request: AnalysisRequest,
  given: Partial<Record<string, Partial<FrameworkFindings>>> = {},
  rest: Partial<Findings> = {},
): Findings {
  return {
    frameworks: request.frameworks.map((framework) => ({
      framework,
      findings: [],
      hypotheses: [],
      scores: {},
      failure: null,
      ...given[framework],
    })),
    recommendations: [],
    next_steps: [],
    warnings: [],
    partial_reasons: [],
    usage: UNPAID,
    ...rest,
  };
}

/** A stored report with `items` statements in every bucket of every framework asked for, all from the posted sources. */
export function storedReport(fields: object, items: number, engine = EXTRACTIVE): StoredReport {
  const bare = requestOf(fields);
  const buckets = bare.frameworks.flatMap((name) => FRAMEWORKS[name].buckets.map((bucket) => bucket.name));
  const line = (bucket: string, index: number) =>
    `Statement ${index + 1} on ${bucket} names ${index + 7} % of sales.`;
  const content = buckets
    .flatMap((bucket) => Array.from({ length: items }, (_, index) => line(bucket, index)))
    .join(' ');
  const request = requestOf({
    ...fields,
    sources: [sourceOf('a', `Notes. ${content}`, 'Annual report <2025> & notes')],
  });
  const given = Object.fromEntries(
    request.frameworks.map((name) => [
      name,
      {
        findings: FRAMEWORKS[name].buckets.flatMap((bucket) =>
          Array.from({ length: items }, (_, index) =>
            extracted(request, bucket.name, line(bucket.name, index)),
          ),
        ),
        scores: Object.fromEntries(FRAMEWORKS[name].buckets.map((bucket) => [bucket.name, 3])),
      },
    ]),
  );
  return {
    report: assembleReport(request, findingsOf(request, given), engine, FACTS),
    sources: request.sources,
  };
}
