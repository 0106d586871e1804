import { randomUUID } from 'node:crypto';
import type { NewJob, NewJobEvent } from '../../src/analysis/ports/job-repository.port.js';
import { requestOf } from './sample-analysis.js';

type Fields = Partial<NewJob['record']>;

/** A pending job, and what is needed to create it. */
export function newJob(fields: Fields = {}, rest: Partial<Omit<NewJob, 'record'>> = {}): NewJob {
  const record = {
    id: randomUUID(),
    client: 'alice',
    request_id: 'request-1',
    company: 'AT&T',
    frameworks: ['porter', 'swot'],
    engine: 'extractive',
    status: 'pending',
    phase: null,
    progress: 0,
    attempt: 0,
    created_at: '2026-03-01T12:00:00.000Z',
    started_at: null,
    finished_at: null,
    ready_at: '2026-03-01T12:00:00.000Z',
    lease: null,
    report_id: null,
    cost: null,
    error: null,
    ...fields,
  } as const;
  return { record, request: requestOf(), events: [event('enqueued')], stages: [], key: null, ...rest };
}

export const event = (name: string, data: NewJobEvent['data'] = {}): NewJobEvent => ({
  name,
  at: '2026-03-01T12:00:00.000Z',
  data,
});
