import { Injectable } from '@nestjs/common';
import { Logger } from 'nestjs-pino';

/** What Nest itself has to say: its progress reports are for debugging, its warnings and errors for everybody. */
@Injectable()
export class FrameworkLogger extends Logger {
  override log(message: unknown, ...rest: unknown[]): void {
    super.debug(message, ...rest);
  }
}
