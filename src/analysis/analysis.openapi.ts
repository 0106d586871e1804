import type { Operation, Tag } from '../openapi/openapi.js';
import { analysisBody } from './analysis-body.js';
import example from './analysis.example.json';
import { acceptedAnswer } from './jobs/jobs.openapi.js';
import { analysisAnswerSchema, enginesSchema, estimateSchema } from './answers.schema.js';

const ANALYSES: Tag = {
  name: 'Analyses',
  description: 'From a company name and source documents to a report in which every claim shows its source.',
};

export const analyseOperation: Operation = {
  id: 'analyze',
  tag: ANALYSES,
  summary: 'Analyse a company and wait for the report',
  description:
    'Equal requests of one client within an hour get the same analysis, unless `cache` says otherwise. ' +
    'Past `limits.timeout_seconds` the run goes on as a job, unless `on_timeout` is `fail`.',
  requestBody: analysisBody,
  answers: {
    200: {
      description: 'The report.',
      content: { 'application/json': { schema: analysisAnswerSchema, example: example.answer } },
    },
    202: acceptedAnswer,
  },
  errors: [
    'rate_limited',
    'budget_too_low',
    'insufficient_evidence',
    'upstream_error',
    'engine_unavailable',
    'overloaded',
    'shutting_down',
  ],
};

export const estimateOperation: Operation = {
  id: 'estimate',
  tag: ANALYSES,
  summary: 'What an analysis would take at most',
  description: 'Takes the same body as `POST /analyze`, and spends nothing.',
  requestBody: analysisBody,
  answers: {
    200: {
      description: 'The most that the analysis can take.',
      content: {
        'application/json': {
          schema: estimateSchema,
          example: { engine: 'extractive', calls: 0, tokens_max: 0, cost_usd_max: 0 },
        },
      },
    },
  },
  errors: ['engine_unavailable'],
};

export const enginesOperation: Operation = {
  id: 'listEngines',
  tag: ANALYSES,
  summary: 'The engines, and which of them can be used now',
  answers: {
    200: {
      description: 'Every engine.',
      content: {
        'application/json': {
          schema: enginesSchema,
          example: [
            { name: 'gemini', available: false, reason: 'no_api_key' },
            { name: 'extractive', available: true, reason: null },
          ],
        },
      },
    },
  },
};
