import { z } from 'zod';
import { DEPTHS, ENGINE_NAMES, SOURCE_TYPES } from '../analysis-request.js';
import { FRAMEWORK_NAMES, type FrameworkName, FRAMEWORKS } from '../frameworks/frameworks.js';
import { itemSchema } from './section.schema.js';

/** A passage of a source: `quote === content.slice(start, end)`, in UTF-16 code units as JavaScript counts. */
export const citationSchema = z
  .strictObject({
    source_id: z.string(),
    quote: z.string(),
    start: z.int().min(0),
    end: z.int().min(0),
    url: z.url().optional(),
    title: z.string().optional(),
  })
  .meta({ id: 'Citation' });

export const claimSchema = z
  .strictObject({
    id: z.string().meta({ examples: ['c1'] }),
    path: z
      .string()
      .meta({ description: 'JSON pointer to the place in this report where the claim stands.' }),
    text: z.string(),
    origin: z.enum(['extracted', 'generated', 'hypothesis']),
    support: z.enum(['verbatim', 'supported', 'unverified']),
    citations: z.array(citationSchema),
  })
  .meta({ id: 'Claim' });

export const confidenceSchema = z
  .strictObject({
    score: z.number().min(0).max(1),
    coverage: z.number().min(0).max(1),
    support: z.number().min(0).max(1),
    diversity: z.number().min(0).max(1),
  })
  .meta({ id: 'Confidence' });

export const recommendationSchema = z
  .strictObject({ claim_id: z.string(), text: z.string(), priority: z.enum(['high', 'medium', 'low']) })
  .meta({ id: 'Recommendation' });

type SectionSchemas = { [N in FrameworkName]: (typeof FRAMEWORKS)[N]['schema'] };

const sectionSchemas = (): SectionSchemas =>
  Object.fromEntries(FRAMEWORK_NAMES.map((name) => [name, FRAMEWORKS[name].schema])) as SectionSchemas;

/** From what is known best to what is known least; a sum is as good as its worst part. */
export const COST_STATUSES = ['free', 'priced', 'estimated', 'unpriced'] as const;

/** The report: every statement in it is a claim, and every claim shows where it comes from. */
export const reportSchema = z
  .strictObject({
    schema_version: z.literal(1),
    report_id: z.uuid(),
    generated_at: z.iso.datetime(),
    company: z.string(),
    industry: z.string().nullable(),
    language: z.string(),
    depth: z.enum(DEPTHS),
    frameworks: z.array(z.enum(FRAMEWORK_NAMES)),
    executive_summary: z.strictObject({
      company_name: z.string(),
      industry: z.string().nullable(),
      analysis_date: z.iso.date(),
      key_findings: z.array(itemSchema),
      strategic_recommendation: itemSchema.nullable(),
      confidence_score: z.number().min(0).max(1),
      supporting_evidence: z.array(
        z.strictObject({ claim_id: z.string(), source_id: z.string(), quote: z.string() }),
      ),
      next_steps: z.array(z.string()),
    }),
    framework_analysis: z.strictObject(sectionSchemas()).partial(),
    recommendations: z.array(recommendationSchema),
    claims: z.array(claimSchema),
    sources: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        type: z.enum(SOURCE_TYPES),
        published_at: z.iso.date().nullable(),
        characters: z.int(),
        sha256: z.string(),
      }),
    ),
    confidence: confidenceSchema,
    confidence_score: z.number().min(0).max(1),
    engine: z.strictObject({
      name: z.enum(ENGINE_NAMES),
      version: z.string(),
      model: z.string().nullable(),
      prompt_version: z.string().nullable(),
      offline: z.boolean(),
    }),
    cost: z.strictObject({
      usd: z.number(),
      calls: z.int(),
      tokens: z.int(),
      budget_usd: z.number().nullable(),
      status: z.enum(COST_STATUSES).meta({
        description:
          '`estimated`: of some calls the model did not say what they used; the most that it can be is in the sum.',
      }),
    }),
    cache: z.strictObject({ hit: z.boolean(), age_seconds: z.number().nullable() }),
    partial: z.boolean(),
    partial_reasons: z.array(z.string()),
    warnings: z.array(z.string()),
    disclaimer: z.string(),
    metadata: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Report' });

export type Cost = Report['cost'];
export type CostStatus = Cost['status'];
export type Citation = z.infer<typeof citationSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type Confidence = z.infer<typeof confidenceSchema>;
export type Report = z.infer<typeof reportSchema>;
export type Recommendation = z.infer<typeof recommendationSchema>;
