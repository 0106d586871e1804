import { z } from 'zod';
import { FRAMEWORK_NAMES } from './frameworks/frameworks.js';

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

const frameworkName = z.string().trim().toLowerCase().pipe(z.enum(FRAMEWORK_NAMES));

const frameworks = z
  .array(frameworkName)
  .min(1)
  .max(8)
  .transform((names) => FRAMEWORK_NAMES.filter((name) => names.includes(name)))
  .default([...FRAMEWORK_NAMES])
  .meta({ description: 'Frameworks to apply; case and repetition do not matter. Default: all four.' });

export const sourceSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9_-]{1,40}$/)
    .meta({ description: 'Your name for the source; citations refer to it.' }),
  title: visibleText(200).trim().min(1),
  type: z.enum(SOURCE_TYPES).default('other'),
  published_at: z.iso.date().optional(),
  content_type: z.enum(['text/plain', 'text/markdown']).default('text/plain'),
  content: z
    .string()
    .min(1)
    .max(200_000)
    .meta({ description: 'The text itself, at most 200,000 characters.' }),
});

const limits = z.strictObject({
  max_cost_usd: z.number().min(0).max(5).optional(),
  timeout_seconds: z.number().min(5).max(240).optional(),
  max_items: z.int().min(1).max(5).optional().meta({ description: 'Items per list.' }),
});

/** A request for one analysis, as clients send it; unknown fields are refused. */
export const analysisRequestSchema = z
  .strictObject({
    company,
    industry: visibleText(200).trim().min(1).optional(),
    frameworks,
    depth: z.enum(DEPTHS).default('standard'),
    engine: z.enum(['auto', ...ENGINE_NAMES]).default('auto'),
    research: z.enum(['none', 'web']).default('none'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a BCP 47 tag such as en or pt-BR')
      .max(35)
      .default('en'),
    sources: z
      .array(sourceSchema)
      .max(20)
      .default([])
      .refine(
        (list) => new Set(list.map(({ id }) => id)).size === list.length,
        'two sources have the same id',
      ),
    limits: limits.default({}),
    require_evidence: z.boolean().default(false),
    cache: z.enum(['use', 'bypass', 'refresh']).default('use'),
    on_timeout: z.enum(['job', 'fail']).default('job'),
    metadata: z
      .record(z.string().min(1).max(40), z.string().max(200))
      .refine((pairs) => Object.keys(pairs).length <= 10, 'at most 10 pairs')
      .default({}),
  })
  .meta({ id: 'AnalysisRequest' });

export type Source = z.infer<typeof sourceSchema>;
export type AnalysisRequest = z.infer<typeof analysisRequestSchema>;
export type EngineName = (typeof ENGINE_NAMES)[number];
export type Depth = (typeof DEPTHS)[number];
