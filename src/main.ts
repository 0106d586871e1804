import './node-version.js';
import './boot-memory.js';
import './compile-cache.js';
import { CannotStart } from './errors/errors.js';
import { ConfigInvalid } from './config/config.js';
import { start } from './start.js';

/** sysexits.h: EX_CONFIG. */
const EXIT_CONFIG = 78;

start().catch((error: unknown) => {
  // What the operator must mend is said once, in words; anything else is a defect and shows its stack.
  const expected = error instanceof ConfigInvalid || error instanceof CannotStart;
  process.stderr.write(`${expected ? error.message : (error as Error).stack}\n`);
  process.exit(error instanceof ConfigInvalid ? EXIT_CONFIG : 1);
});
