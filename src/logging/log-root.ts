import type { DestinationStream, Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { RequestContext } from '../request-context/request-context.js';
import { LogLevels } from './log-levels.js';
import { createRootLogger, type RootLogger } from './root-logger.js';

/** A reader that takes nothing for so long reads no more. */
const LONGEST_MS = 1000;

/** Where lines go; with `drained`, it may keep them for a moment, and with `lost` it tells how many it could not hand on. */
export interface LogDestination extends DestinationStream {
  readonly lost?: number;
  drained?(limitMs: number): Promise<void>;
}

/** The one pino logger of an application and the stream that it writes to. */
export class LogRoot {
  readonly pino: RootLogger;
  readonly levels: LogLevels;

  constructor(
    config: Config,
    context: RequestContext,
    readonly destination: LogDestination,
  ) {
    this.pino = createRootLogger(config, context, destination);
    this.levels = new LogLevels(this.pino, config.LOG_LEVEL);
  }

  /** A logger whose lines carry `logger: name`; for those that live as long as the process. */
  named(name: string): Logger<'critical'> {
    const logger = this.pino.child({ logger: name });
    this.levels.add(name, logger);
    return logger;
  }

  /** Lines that no reader will ever get, so far. */
  get lost(): number {
    return this.destination.lost ?? 0;
  }

  /** Resolves when the last line is out, or after `limitMs`, at most a second, without a reader: for the end of a process. */
  async drained(limitMs: number): Promise<void> {
    await this.destination.drained?.(Math.min(limitMs, LONGEST_MS));
  }
}
