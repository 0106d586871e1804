import { inspect } from 'node:util';
import type { Facts } from './log.js';
import { redact } from './redact.js';

/** The facts of an error for a log line, its causes in the stack; nothing where there is no error. */
export function describeError(error: unknown): Facts {
  if (error === undefined) return {};
  if (!(error instanceof Error))
    return { error_type: typeof error, error_message: redact(inspect(error, { depth: 1 })) };
  const { code } = error as NodeJS.ErrnoException;
  return {
    error_type: error.constructor.name,
    error_message: redact(error.message),
    ...(typeof code === 'string' && { error_code: code }),
    stack: redact(stackOf(error)),
  };
}

function stackOf(error: Error, depth = 0): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error && depth < 5
    ? `${own}\nCaused by: ${stackOf(error.cause, depth + 1)}`
    : own;
}
