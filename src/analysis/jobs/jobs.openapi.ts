import { z } from 'zod';
import type { Operation, Tag } from '../../openapi/openapi.js';
import { analysisBody } from '../analysis-body.js';
import { acceptedSchema, jobListSchema, jobSchema } from './job-answers.schema.js';
import { eventsHeader, idempotencyHeader, jobListQuery, jobPath } from './job-requests.js';

const JOBS: Tag = {
  name: 'Jobs',
  description:
    'Analyses that nobody waits for; each client sees its own. A job survives the service’s restart.',
};

const job = { 'application/json': { schema: jobSchema } };

/** The 202 of everything that becomes a job. */
export const acceptedAnswer: Operation['answers']['202'] = {
  description: 'Accepted as a job: look at `status_url`, or listen to `events_url`.',
  headers: { Location: { schema: { type: 'string' }, description: 'The job.' } },
  content: { 'application/json': { schema: acceptedSchema } },
};

export const acceptOperation: Operation = {
  id: 'analyzeAsync',
  tag: JOBS,
  summary: 'Order an analysis and do not wait',
  description:
    'Takes the same body as `POST /analyze`; `limits.timeout_seconds` and `on_timeout` are for those who wait. ' +
    'With an `Idempotency-Key` it can be sent again without making a second job.',
  requestBody: analysisBody,
  requestParams: { header: idempotencyHeader },
  answers: { 202: acceptedAnswer },
  errors: ['conflict', 'idempotency_key_reused', 'rate_limited', 'engine_unavailable', 'overloaded'],
};

export const listJobsOperation: Operation = {
  id: 'listJobs',
  tag: JOBS,
  summary: 'Your jobs, newest first',
  requestParams: { query: jobListQuery },
  answers: { 200: { description: 'One page.', content: { 'application/json': { schema: jobListSchema } } } },
};

export const showJobOperation: Operation = {
  id: 'getJob',
  tag: JOBS,
  summary: 'Where a job stands',
  requestParams: { path: jobPath },
  answers: { 200: { description: 'The job.', content: job } },
  errors: ['not_found'],
};

export const jobStatusOperation: Operation = { ...showJobOperation, id: 'getJobStatus', summary: 'The same' };

export const cancelJobOperation: Operation = {
  id: 'cancelJob',
  tag: JOBS,
  summary: 'Cancel a job',
  description: 'What it does just then is stopped at once. A job that is completed or failed stays so: 409.',
  requestParams: { path: jobPath },
  answers: {
    200: { description: 'It was cancelled before.', content: job },
    202: { description: 'It is cancelled now.', content: job },
  },
  errors: ['not_found', 'conflict'],
};

export const jobEventsOperation: Operation = {
  id: 'followJob',
  tag: JOBS,
  summary: 'What happens to a job, as it happens',
  description:
    'Server-sent events: `enqueued`, `started`, `progress`, `retrying`, `returned`, `recovered`, and one of `completed`, ' +
    '`failed`, `cancelled`, after which the stream ends. Each has an `id`, counted from 1, and says in `data` where the job ' +
    'stands. After an interruption send the last `id` as `Last-Event-ID`: what was missed comes once each.',
  requestParams: { path: jobPath, header: eventsHeader },
  answers: {
    200: {
      description: 'The events from the first on, or after the last that you have.',
      content: {
        'text/event-stream': {
          schema: z.string(),
          example:
            'id: 2\nevent: started\ndata: {"job_id":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff","status":"processing",' +
            '"phase":null,"progress":0,"attempt":1}\n\n',
        },
      },
    },
    204: { description: 'The job is finished, and you have its last event: do not connect again.' },
  },
  errors: ['not_found', 'rate_limited', 'overloaded'],
};
