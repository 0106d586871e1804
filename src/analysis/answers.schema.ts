import { z } from 'zod';
import { ENGINE_NAMES } from './analysis-request.js';
import type { EngineState } from './engines.js';
import { FRAMEWORK_NAMES } from './frameworks/frameworks.js';
import type { Estimate } from './ports/analyst.port.js';
import { reportSchema } from './report/report.schema.js';

/** The answer of POST /analyze; CompletedAnalysis writes it. */
export const analysisAnswerSchema = z
  .strictObject({
    status: z
      .enum(['success', 'partial_success'])
      .meta({ description: 'partial_success: `report.partial_reasons` says what is missing.' }),
    report_id: z.uuid(),
    report_url: z.string(),
    executive_summary: reportSchema.shape.executive_summary,
    confidence: z.number().min(0).max(1),
    generated_at: z.iso.datetime(),
    execution_time_seconds: z.number().min(0),
    report: reportSchema,
  })
  .meta({ id: 'AnalysisAnswer' });

export const estimateSchema = z
  .strictObject({
    engine: z.enum(ENGINE_NAMES),
    calls: z.int().min(0),
    tokens_max: z.int().min(0),
    cost_usd_max: z.number().min(0).nullable().meta({
      description:
        'The most that the planned calls cost. Replies that must be asked for again come on top, and never pass limits.max_cost_usd. Null where the price of the model is not known here.',
    }),
  })
  .meta({ id: 'Estimate' }) satisfies z.ZodType<Estimate>;

export const enginesSchema = z.array(
  z
    .strictObject({
      name: z.enum(ENGINE_NAMES),
      available: z.boolean(),
      reason: z
        .string()
        .nullable()
        .meta({ description: 'Why not, as a code.', examples: ['no_api_key'] }),
    })
    .meta({ id: 'Engine' }),
) satisfies z.ZodType<EngineState[]>;

export const reportListSchema = z.strictObject({
  reports: z.array(
    z
      .strictObject({
        report_id: z.uuid(),
        report_url: z.string(),
        company: z.string(),
        frameworks: z.array(z.enum(FRAMEWORK_NAMES)),
        engine: z.enum(ENGINE_NAMES),
        confidence_score: z.number().min(0).max(1),
        partial: z.boolean(),
        cost_usd: z.number().min(0),
        created_at: z.iso.datetime(),
      })
      .meta({ id: 'ReportRecord' }),
  ),
  next_cursor: z.string().nullable().meta({ description: 'Null on the last page.' }),
  count: z.int().min(0).meta({ description: 'Reports on this page.' }),
});
