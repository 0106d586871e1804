import { Logger, type PinoLogger } from 'nestjs-pino';
import type { LogRoot } from './log-root.js';

/**
 * What Nest itself has to say: its progress reports are for debugging, its warnings and errors for everybody.
 * Made before the application, so that a start that fails speaks in the one format too.
 */
export class FrameworkLogger extends Logger {
  constructor(root: LogRoot) {
    // A pino logger does all that Logger asks of a PinoLogger, of which there is only one in a process.
    super(root.pino as unknown as PinoLogger, { renameContext: 'logger' });
  }

  /**
   * A start that fails is told by main, once and in words; Nest would tell it before, with a stack of its own, under the
   * name of a class, before which the bundler puts an underscore.
   */
  override error(message: unknown, ...rest: unknown[]): void {
    if (!/^_?ExceptionHandler$/.test(String(rest.at(-1)))) super.error(message, ...rest);
  }

  override log(message: unknown, ...rest: unknown[]): void {
    super.debug(message, ...rest);
  }
}
