import { type Operation, OPERATIONS } from '../openapi/openapi.js';
import { detailedSchema, livenessSchema, readinessSchema, startupSchema } from './health.schema.js';

const TIME = '2026-01-31T12:00:00.000Z';

export const liveOperation: Operation = {
  id: 'getLiveness',
  tag: OPERATIONS,
  summary: 'Whether the process answers at all',
  description: 'Touches no dependency; also while draining.',
  answers: {
    200: {
      description: 'Alive.',
      content: {
        'application/json': { schema: livenessSchema, example: { status: 'alive', timestamp: TIME } },
      },
    },
  },
};

const readiness = { 'application/json': { schema: readinessSchema } };

export const readyOperation: Operation = {
  id: 'getReadiness',
  tag: OPERATIONS,
  summary: 'Whether this process should be sent requests',
  answers: {
    200: {
      description: 'Yes: `ok`, or `degraded` where a check that is not critical fails.',
      content: readiness,
    },
    503: { description: 'No: `error`, or `shutting_down`.', content: readiness },
  },
};

const startup = { 'application/json': { schema: startupSchema } };

export const startupOperation: Operation = {
  id: 'getStartup',
  tag: OPERATIONS,
  summary: 'Whether every startup task is done',
  answers: {
    200: { description: 'Started.', content: startup },
    503: { description: 'Still starting.', content: startup },
  },
};

export const detailedOperation: Operation = {
  id: 'getDetailedHealth',
  tag: OPERATIONS,
  summary: 'Everything an operator asks first',
  description: 'With METRICS_PORT set, only the second listener serves it.',
  answers: {
    200: {
      description: 'Always 200; `status` says how things are.',
      content: { 'application/json': { schema: detailedSchema } },
    },
  },
};
