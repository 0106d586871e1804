import { type ErrorBody, errorBody } from '../../errors/error-body.js';
import { AppError } from '../../errors/errors.js';
import type { JobRecord } from '../ports/job-repository.port.js';

export const MAX_ATTEMPTS = 3;
/** Pauses of 2 s and 8 s before the second and third attempt, stretched by up to a quarter so that jobs spread. */
const FIRST_PAUSE_MS = 2000;
const PAUSE_FACTOR = 4;
const LONGEST_PAUSE_MS = 300_000;

/** What follows from a failed attempt: another one at a time, or the end, with the error that clients are shown. */
export type Consequence = { readonly retryAt: Date; readonly code: string } | { readonly error: ErrorBody };

export function consequenceOf(job: JobRecord, error: unknown, now: Date): Consequence {
  if (!(error instanceof AppError)) return { error: shown(job, unexpected()) };
  if (!error.retryable) return { error: shown(job, error) };
  if (job.attempt >= MAX_ATTEMPTS) return { error: exhausted(job, error.code) };
  const pause = FIRST_PAUSE_MS * PAUSE_FACTOR ** (job.attempt - 1) * (1 + Math.random() / 4);
  const asked = (error.retryAfterSeconds ?? 0) * 1000;
  const wait = Math.min(Math.max(pause, asked), LONGEST_PAUSE_MS);
  return { retryAt: new Date(now.getTime() + wait), code: error.code };
}

/** The error of a job that was tried as often as it may be. */
export const exhausted = (job: JobRecord, last: string): ErrorBody =>
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
