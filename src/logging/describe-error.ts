import type { Facts } from './log.js';
import { redact } from './redact.js';

const DEEPEST_CAUSE = 5;
const MOST_CAUSES = 5;

/**
 * The facts of whatever was thrown, without secrets, its causes in the stack; nothing where nothing was.
 * Never throws, whatever it is given: it speaks where something has already gone wrong.
 */
export function describeError(thrown: unknown): Facts {
  if (thrown === undefined) return {};
  try {
    return isError(thrown) ? describe(thrown) : describeValue(thrown);
  } catch {
    return { error_type: 'unknown', error_message: 'What was thrown cannot be shown.', stack: 'None.' };
  }
}

function describe(error: Error): Facts {
  const { code } = error as NodeJS.ErrnoException;
  return {
    error_type: redact(textOf(error.constructor.name || error.name)),
    error_message: redact(textOf(error.message)),
    ...(typeof code === 'string' && { error_code: redact(code) }),
    stack: redact(stackOf(error)),
  };
}

function describeValue(value: unknown): Facts {
  const type = value === null ? 'null' : typeof value;
  return {
    error_type: type,
    error_message: redact(textOf(value)),
    stack: `None: this ${type} was thrown, not an Error.`,
  };
}

/** Also the errors of another realm. */
const isError = (value: unknown): value is Error => Error.isError(value) || value instanceof Error;

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

function stackOf(error: Error, depth = 0): string {
  const own = textOf(error.stack ?? `${error.name}: ${error.message}`);
  if (depth === DEEPEST_CAUSE) return own;
  const several = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const causes = [error.cause, ...several].filter(isError).slice(0, MOST_CAUSES);
  return [own, ...causes.map((cause) => `Caused by: ${stackOf(cause, depth + 1)}`)].join('\n');
}
