import example from './analysis.example.json';
import type { Operation } from '../openapi/openapi.js';
import { analysisRequestSchema } from './analysis-request.js';

/** The body of every order for an analysis, as the API's description shows it. */
export const analysisBody: NonNullable<Operation['requestBody']> = {
  required: true,
  content: {
    'application/json': {
      schema: analysisRequestSchema,
      examples: {
        sources: {
          summary: 'A framework and a source',
          value: example.request,
        },
        company: {
          summary: 'Only a name: hypotheses and questions, confidence 0',
          value: { company: 'Harbour Foods', industry: 'grocery retail' },
        },
      },
    },
  },
};
