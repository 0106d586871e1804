import { AppError } from '../../../errors/errors.js';
import type { GeminiFault } from './gemini-fault.js';

const SOON_SECONDS = 5;
const LATER_SECONDS = 60;

/** As many calls as may wait are waiting. */
export const overloaded = (): AppError =>
  new AppError('overloaded', 'Too many calls are waiting for the gemini engine.', {
    retryable: true,
    retryAfterSeconds: SOON_SECONDS,
  });

/** The upstream failed so often that nothing is sent for a while. */
export const circuitOpen = (seconds: number): AppError =>
  new AppError('engine_unavailable', 'The gemini engine is resting after repeated failures of Gemini.', {
    retryable: true,
    retryAfterSeconds: Math.max(1, seconds),
  });

/** What the client is told once the tries are used up. */
export function refusalOf(fault: GeminiFault): AppError {
  const { reason, retryable, retryDelayMs } = fault;
  const retryAfterSeconds =
    retryDelayMs === null ? LATER_SECONDS : Math.max(1, Math.ceil(retryDelayMs / 1000));
  switch (reason) {
    case 'quota_exhausted':
      return new AppError('engine_unavailable', 'The quota of the gemini engine is used up for now.', {
        retryable,
        retryAfterSeconds,
        // A quota is the project's, not the request's.
        refusesAll: true,
        cause: fault,
      });
    case 'invalid_key':
    case 'model_not_found':
      return new AppError('engine_unavailable', `The gemini engine is not set up rightly: ${reason}.`, {
        retryAfterSeconds,
        cause: fault,
      });
    default:
      return new AppError('upstream_error', `Gemini could not be used: ${reason}.`, {
        retryable,
        cause: fault,
      });
  }
}
