import { z } from 'zod';
import type { Operation, Tag } from '../openapi/openapi.js';
import example from './analysis.example.json';
import { reportListSchema } from './answers.schema.js';
import { FORMATS } from './report-formats.js';
import { formatQuery, reportListQuery, reportPath } from './report-requests.js';
import { reportSchema } from './report/report.schema.js';

const REPORTS: Tag = { name: 'Reports', description: 'Finished reports; each client sees its own.' };

const content = Object.fromEntries(
  Object.values(FORMATS).map(({ mediaType }) => [
    mediaType,
    mediaType === 'application/json'
      ? { schema: reportSchema, example: example.answer.report }
      : { schema: z.string() },
  ]),
);

const headers = {
  ETag: { schema: { type: 'string' }, description: 'For If-None-Match; a report never changes.' },
  Vary: { schema: { type: 'string', const: 'Accept' } },
} as const;

const requestParams = {
  path: reportPath,
  query: formatQuery,
  header: z.object({
    'If-None-Match': z
      .string()
      .optional()
      .meta({ description: 'An ETag; answered 304 where it still fits.' }),
  }),
};

export const listReportsOperation: Operation = {
  id: 'listReports',
  tag: REPORTS,
  summary: 'Your reports, newest first',
  requestParams: { query: reportListQuery },
  answers: {
    200: { description: 'One page.', content: { 'application/json': { schema: reportListSchema } } },
  },
};

export const showReportOperation: Operation = {
  id: 'getReport',
  tag: REPORTS,
  summary: 'A report, in the format asked for',
  requestParams,
  answers: {
    200: { description: 'The report.', headers, content },
    304: { description: 'Still the report that you have.', headers },
  },
  errors: ['not_found', 'not_acceptable'],
};

export const downloadReportOperation: Operation = {
  ...showReportOperation,
  id: 'downloadReport',
  summary: 'The same as a file to save',
  answers: {
    200: {
      description: 'The report.',
      headers: {
        ...headers,
        'Content-Disposition': {
          schema: { type: 'string' },
          description: 'RFC 6266, with the company’s name.',
        },
      },
      content,
    },
    302: {
      description:
        'Where the operator has set it so: a link at which the report can be had for a while, without a key.',
      headers: { Location: { schema: { type: 'string' }, description: 'The link.' } },
    },
    304: { description: 'Still the report that you have.', headers },
  },
};

export const removeReportOperation: Operation = {
  id: 'deleteReport',
  tag: REPORTS,
  summary: 'Delete a report and the source texts with it',
  requestParams: { path: reportPath },
  answers: { 204: { description: 'Gone.' } },
  errors: ['not_found'],
};
