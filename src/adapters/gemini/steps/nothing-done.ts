import { AppError } from '../../../errors/errors.js';
import type { Outcome } from './outcome.js';

/**
 * Where not one framework could be done there is no report. Which error is told: that the client's day is spent, then
 * that of the upstream before that of an open circuit, which follows from it. With the request's own budget spent there
 * is a report, since what was paid for is delivered.
 */
export function refuseIfNothing(outcomes: readonly Outcome<unknown>[]): void {
  const failed = outcomes.filter((outcome) => outcome.failure !== null);
  if (failed.length < outcomes.length) return;
  const errors = failed.flatMap(({ error }) => error ?? []);
  const daySpent = errors.find(({ code }) => code === 'rate_limited');
  if (daySpent) throw daySpent;
  if (failed.some(({ failure }) => failure === 'budget_exhausted')) return;
  throw (
    errors.find(({ code }) => code === 'upstream_error') ??
    errors[0] ??
    new AppError('upstream_error', `Gemini gave no reply that can be used: ${failed[0]?.failure ?? 'none'}.`)
  );
}
