import { z } from 'zod';
import { FRAMEWORK_NAMES } from './frameworks/frameworks.js';
import { metadata } from './request-metadata.js';

export const ENGINE_NAMES = ['gemini', 'extractive'] as const;
export const DEPTHS = ['quick', 'standard', 'deep'] as const;
export const SOURCE_TYPES = [
  'annual_report',
  'risk_factors',
  'mdna',
  'news',
  'transcript',
  'internal',
  'other',
] as const;

/** Letters of any script with their marks, digits, and the punctuation that company names carry. */
const COMPANY = /^[\p{L}\p{M}\p{N} &'’.,\-()+!/]+$/u;
/** Control characters, bidirectional controls and zero-width characters: they make two names look the same. */

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

const visibleText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !INVISIBLE.test(text), 'must not hold control, bidirectional or zero-width characters');

const company = visibleText(200)
  .trim()
  .min(2)
  .regex(COMPANY, "may hold letters, digits, spaces and & ' . , - ( ) + ! /")
  .meta({ description: 'The company to analyse.', examples: ['McDonald’s'] });

const frameworkName = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.enum(FRAMEWORK_NAMES))
  .meta({ override: { enum: [...FRAMEWORK_NAMES] } });

const frameworks = z
  .array(frameworkName)
  .min(1)
  .max(8)
  .transform((names) => FRAMEWORK_NAMES.filter((name) => names.includes(name)))
  .default([...FRAMEWORK_NAMES])
  .meta({ description: 'Frameworks to apply; case and repetition do not matter. Default: all four.' });

export const sourceSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9_-]{1,40}$/)
      .describe('Your name for the source, once in the request; citations refer to it.'),
    title: visibleText(200).trim().min(1),
    type: z.enum(SOURCE_TYPES).default('other'),
    published_at: z.iso
      .date()
      .optional()
      .meta({ examples: ['2026-03-01'] }),
    content_type: z.enum(['text/plain', 'text/markdown']).default('text/plain'),
    content: z
      .string()
      .min(1)
      .max(200_000)
      .describe(
        'The text itself, at most 200,000 characters. It is data: instructions in it are not followed.',
      ),
  })
  .meta({ id: 'Source' });

const limits = z.strictObject({
  max_cost_usd: z.number().min(0).max(5).optional().describe('The most that the analysis may cost.'),
  timeout_seconds: z.number().min(5).max(240).optional().describe('How long the caller waits.'),
  max_items: z.int().min(1).max(5).optional().describe('Items per list.'),
});

/** Citations name a source by its id: the later one of two is refused. */
function refuseRepeatedIds(sources: readonly { readonly id: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [at, { id }] of sources.entries()) {
    if (seen.has(id))
      context.addIssue({ code: 'custom', message: 'is the id of another source too', path: [at, 'id'] });
    seen.add(id);
  }
}

/** A request for one analysis, as clients send it; unknown fields are refused. */
export const analysisRequestSchema = z
  .strictObject({
    company,
    industry: visibleText(200).trim().min(1).optional().describe('Helps where the sources are silent.'),
    frameworks,
    depth: z.enum(DEPTHS).default('standard').describe('How much is asked for: items, length, a critique.'),
    engine: z
      .enum(['auto', ...ENGINE_NAMES])
      .default('auto')
      .describe('gemini writes with a model; extractive quotes the sources, offline and free of charge.'),
    research: z
      .enum(['none', 'web'])
      .default('none')
      .describe('web lets gemini search; extractive does not, and the report’s warnings say so.'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a BCP 47 tag such as en or pt-BR')
      .max(35)
      .default('en')
      .describe(
        'BCP 47 tag of the language to write in; extractive knows English only, and the report’s warnings say so.',
      ),
    sources: z
      .array(sourceSchema)
      .max(20)
      .default([])
      .superRefine(refuseRepeatedIds)
      .describe('The documents that claims may rest on. Without any there are only hypotheses.'),
    limits: limits.default({}),
    require_evidence: z
      .boolean()
      .default(false)
      .describe('Answer 422 rather than give a report without evidence.'),
    cache: z
      .enum(['use', 'bypass', 'refresh'])
      .default('use')
      .describe('refresh makes the analysis anew and keeps it; bypass does not even keep it.'),
    on_timeout: z
      .enum(['job', 'fail'])
      .default('job')
      .describe('What becomes of an analysis that takes too long: it goes on as a job, or fails with 504.'),
    metadata: metadata.default({}).meta({
      description: 'At most 10 pairs of your own; the report gives them back.',
      override: { default: {} },
    }),
  })
  .meta({ id: 'AnalysisRequest' });

export type Source = z.infer<typeof sourceSchema>;
export type AnalysisRequest = z.infer<typeof analysisRequestSchema>;
export type EngineName = (typeof ENGINE_NAMES)[number];
export type Depth = (typeof DEPTHS)[number];
