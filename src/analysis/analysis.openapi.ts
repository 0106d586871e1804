import type { Operation, Tag } from '../openapi/openapi.js';
import { analysisRequestSchema } from './analysis-request.js';
import { analysisAnswerSchema, enginesSchema, estimateSchema } from './answers.schema.js';

const ANALYSES: Tag = {
  name: 'Analyses',
  description: 'From a company name and source documents to a report in which every claim shows its source.',
};

const CONTENT = `Harbour Foods opened 14 stores in 2025 and its revenue grew by 6% to £412 million.
Rising wages and higher energy prices reduced the operating margin to 3.1%.
The loyalty programme now has 2.3 million members, a strength that rivals lack.
New packaging regulations will increase compliance costs from 2027.`;

const requestBody: Operation['requestBody'] = {
  required: true,
  content: {
    'application/json': {
      schema: analysisRequestSchema,
      examples: {
        sources: {
          summary: 'Two frameworks from one source',
          value: {
            company: 'Harbour Foods',
            industry: 'grocery retail',
            frameworks: ['swot', 'pestel'],
            sources: [{ id: 'ar2025', title: 'Annual report 2025', type: 'annual_report', content: CONTENT }],
          },
        },
        company: {
          summary: 'Only a name: hypotheses and questions, confidence 0',
          value: { company: 'Harbour Foods', industry: 'grocery retail' },
        },
      },
    },
  },
};

export const analyseOperation: Operation = {
  id: 'analyze',
  tag: ANALYSES,
  summary: 'Analyse a company and wait for the report',
  description:
    'Equal requests of one client within an hour get the same analysis, unless `cache` says otherwise.',
  requestBody,
  answers: {
    200: { description: 'The report.', content: { 'application/json': { schema: analysisAnswerSchema } } },
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
  requestBody,
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
