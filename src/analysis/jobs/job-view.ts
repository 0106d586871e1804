import type { JobRecord } from '../ports/job-repository.port.js';

/** Pure: what a client sees of its job. */
export const jobView = (job: JobRecord): object => ({
  job_id: job.id,
  status: job.status,
  phase: job.phase,
  progress: job.progress,
  attempt: job.attempt,
  company: job.company,
  frameworks: job.frameworks,
  created_at: job.created_at,
  started_at: job.started_at,
  finished_at: job.finished_at,
  report_id: job.report_id,
  cost: job.cost,
  error: job.error,
});

export const jobUrl = ({ id }: JobRecord): string => `/jobs/${id}`;

/** The body of a 202: where to look, listen, and cancel. */
export const acceptedView = (job: JobRecord): object => ({
  job_id: job.id,
  status: job.status,
  status_url: jobUrl(job),
  events_url: `${jobUrl(job)}/events`,
  cancel_url: `${jobUrl(job)}/cancel`,
});
