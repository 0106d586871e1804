import { type ErrorBody, errorBody } from '../../errors/error-body.js';
import { AppError } from '../../errors/errors.js';
import type { JobRecord } from '../ports/job-repository.port.js';

/** Of those that count. */
const MAX_ATTEMPTS = 3;
/** Of all, however they ended. */
const MAX_STARTS = 10;
/** Pauses of 2 s and 8 s before the second and third attempt, stretched by up to a quarter so that jobs spread. */
const FIRST_PAUSE_MS = 2000;
const PAUSE_FACTOR = 4;
const LONGEST_PAUSE_MS = 300_000;

/** What follows from a failed attempt: another one at a time, or the end, with the error that clients are shown. */
export type Consequence = { readonly retryAt: Date; readonly code: string } | { readonly error: ErrorBody };

export function consequenceOf(job: JobRecord, error: unknown, now: Date): Consequence {
  if (!(error instanceof AppError)) return { error: shown(job, unexpected()) };
  if (!error.retryable) return { error: shown(job, error) };
  if (isExhausted(job)) return { error: exhausted(job, error.code) };
  const asked = (error.retryAfterSeconds ?? 0) * 1000;
  const wait = Math.min(Math.max(pauseAfter(job), asked), LONGEST_PAUSE_MS);
  return { retryAt: new Date(now.getTime() + wait), code: error.code };
}

/**
 * What follows where a process was killed. Only an attempt that was in its first stage counts: it may be what ended the
 * process. One that had finished a stage was merely hit, and the job goes on at once; so was one that had begun none. Since
 * nobody can be sure of that, the others wait as after a failure, and there is an end to it.
 */
export function consequenceOfLoss(job: JobRecord, now: Date): AfterLoss {
  const reached = job.lease?.reached ?? 'nothing';
  const spared = (job.spared ?? 0) + (reached === 'stage' ? 0 : 1);
  const tries = { ...job, spared };
  if (isExhausted(tries)) return { error: exhausted(job, 'the end of its process') };
  return { spared, retryAt: new Date(now.getTime() + (reached === 'result' ? 0 : pauseAfter(tries))) };
}

export type AfterLoss = { readonly spared: number; readonly retryAt: Date } | { readonly error: ErrorBody };

type Tries = Pick<JobRecord, 'attempt' | 'spared'>;
const counted = ({ attempt, spared = 0 }: Tries) => attempt - spared;
const isExhausted = (job: Tries) => counted(job) >= MAX_ATTEMPTS || job.attempt >= MAX_STARTS;
const pauseAfter = (job: Tries) =>
  FIRST_PAUSE_MS * PAUSE_FACTOR ** Math.max(0, counted(job) - 1) * (1 + Math.random() / 4);

/** The error of a job that was tried as often as it may be. */
const exhausted = (job: JobRecord, last: string): ErrorBody =>
  shown(
    job,
    new AppError(
      'attempts_exhausted',
      `Given up after ${job.attempt} attempts; the last one ended with ${last}.`,
    ),
  );

const shown = (job: JobRecord, error: AppError) => errorBody(error, job.request_id);
/** What was not foreseen is for the log only. */
const unexpected = () => new AppError('internal_error', 'An unexpected error occurred');
