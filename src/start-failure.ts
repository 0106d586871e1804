import { ConfigInvalid } from './config/config.js';
import { CannotStart } from './errors/errors.js';
import { describeError } from './logging/describe-error.js';
import { timestamp } from './logging/timestamp.js';

/** sysexits.h: EX_CONFIG. */
const EXIT_CONFIG = 78;

/**
 * Says why the service does not start, and gives the exit code. What the operator must mend is said once, in words, on
 * standard error; anything else is a defect: one log line, put together here, since there may be no logger yet.
 */
export function reportStartFailure(error: unknown): number {
  if (error instanceof ConfigInvalid || error instanceof CannotStart) {
    process.stderr.write(`${error.message}\n`);
    return error instanceof ConfigInvalid ? EXIT_CONFIG : 1;
  }
  const facts = { level: 'CRITICAL', severity: 'CRITICAL', timestamp: timestamp(), logger: 'Service' };
  const line = { ...facts, event: 'start_failed', ...describeError(error) };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return 1;
}
