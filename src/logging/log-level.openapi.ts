import { type Operation, OPERATIONS } from '../openapi/openapi.js';
import { logLevelOrderSchema, logLevelsSchema } from './log-level.schema.js';

const description = 'Of the process that answers. With METRICS_PORT set, only the second listener serves it.';
const answers = {
  200: {
    description: 'The levels in force.',
    content: {
      'application/json': {
        schema: logLevelsSchema,
        example: {
          level: 'INFO',
          until: null,
          configured: 'INFO',
          loggers: {
            AccessLog: { level: 'INFO', until: null },
            JobWorker: { level: 'DEBUG', until: '2026-01-31T12:10:00.000Z' },
          },
        },
      },
    },
  },
};

export const readLevelsOperation: Operation = {
  id: 'getLogLevels',
  tag: OPERATIONS,
  summary: 'What is logged',
  description,
  answers,
};

export const setLevelOperation: Operation = {
  id: 'setLogLevel',
  tag: OPERATIONS,
  summary: 'Log more or less for a time, all loggers or one',
  description: `${description} Each change, and its end, is logged as \`log_level_changed\`.`,
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: logLevelOrderSchema,
        example: { level: 'DEBUG', logger: 'JobWorker', for_seconds: 600 },
      },
    },
  },
  answers,
};
