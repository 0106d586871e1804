import { OPERATIONS, type Operation } from '../openapi/openapi.js';
import { faultsSchema } from './faults.schema.js';

const answers = {
  200: { description: 'What is wrong now.', content: { 'application/json': { schema: faultsSchema } } },
};

export const readFaultsOperation: Operation = {
  id: 'getFaults',
  tag: OPERATIONS,
  summary: 'What goes wrong on purpose',
  answers,
};

export const setFaultsOperation: Operation = {
  id: 'setFaults',
  tag: OPERATIONS,
  summary: 'Let something go wrong; replaces what went wrong before',
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: faultsSchema, example: { backends: { storage: { mode: 'failing' } } } },
    },
  },
  answers,
};
