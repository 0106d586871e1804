import { z } from 'zod';
import type { Operation, Tag } from './operation.js';

const DESCRIPTION: Tag = {
  name: 'Description',
  description: 'What this API is, for programs and for people.',
};

export const descriptionOperation: Operation = {
  id: 'getOpenApi',
  tag: DESCRIPTION,
  summary: 'This description',
  answers: {
    200: {
      description: 'An OpenAPI 3.1 document.',
      content: { 'application/json': { schema: z.looseObject({ openapi: z.string() }) } },
    },
  },
};

export const pageOperation: Operation = {
  id: 'getDocs',
  tag: DESCRIPTION,
  summary: 'This description as a page',
  answers: { 200: { description: 'The page.', content: { 'text/html': { schema: z.string() } } } },
};

export const pageFileOperation: Operation = {
  id: 'getDocsFile',
  tag: DESCRIPTION,
  summary: 'A script or style sheet of the page',
  requestParams: { path: z.object({ file: z.string() }) },
  answers: {
    200: {
      description: 'The file.',
      content: { 'text/javascript': { schema: z.string() }, 'text/css': { schema: z.string() } },
    },
  },
  errors: ['not_found'],
};
