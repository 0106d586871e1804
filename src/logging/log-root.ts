import type { DestinationStream, Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { RequestContext } from '../request-context/request-context.js';
import { createRootLogger, type RootLogger } from './root-logger.js';

/** The one pino logger of an application and the stream that it writes to. */
export class LogRoot {
  readonly pino: RootLogger;

  constructor(
    config: Config,
    context: RequestContext,
    readonly destination: DestinationStream,
  ) {
    this.pino = createRootLogger(config, context, destination);
  }

  /** A logger whose lines carry `logger: name`. */
  named(name: string): Logger<'critical'> {
    return this.pino.child({ logger: name });
  }

  /** Writes out what is still buffered, before this returns: for the last line of a process. */
  flush(): void {
    if ('flushSync' in this.destination) (this.destination as { flushSync(): void }).flushSync();
  }
}
