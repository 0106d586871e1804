import { z } from 'zod';
import { type Operation, OPERATIONS } from '../openapi/openapi.js';

export const scrapeOperation: Operation = {
  id: 'getMetrics',
  tag: OPERATIONS,
  summary: 'Metrics for Prometheus',
  description: 'With METRICS_PORT set, only the second listener serves it, and also at /metrics.',
  answers: {
    200: {
      description: 'Prometheus text format 0.0.4.',
      content: {
        'text/plain': { schema: z.string(), example: 'consultantos_jobs_total{status="pending"} 0\n' },
      },
    },
  },
  errors: ['not_found'],
};
