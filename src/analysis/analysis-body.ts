import type { Operation } from '../openapi/openapi.js';
import { analysisRequestSchema } from './analysis-request.js';

const CONTENT = `Harbour Foods opened 14 stores in 2025 and its revenue grew by 6% to £412 million.
Rising wages and higher energy prices reduced the operating margin to 3.1%.
The loyalty programme now has 2.3 million members, a strength that rivals lack.
New packaging regulations will increase compliance costs from 2027.`;

/** The body of every order for an analysis, as the API's description shows it. */
export const analysisBody: NonNullable<Operation['requestBody']> = {
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
