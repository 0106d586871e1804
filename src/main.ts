import './early-signals.js';
import './node-version.js';
import './boot-memory.js';
import './compile-cache.js';
import { start } from './start.js';
import { reportStartFailure } from './start-failure.js';

start().catch((error: unknown) => process.exit(reportStartFailure(error)));
