import { Inject, Injectable, Scope } from '@nestjs/common';
import { INQUIRER } from '@nestjs/core';
import type { Logger } from 'pino';
import { describeError } from './describe-error.js';
import { LogRoot } from './log-root.js';

/** Flat snake_case facts of an event. */
export type Facts = Readonly<
  Record<string, string | number | boolean | null | undefined | readonly string[]>
>;

/**
 * The log of one class: inject it, and its lines carry the class's name in `logger` and the request's ID.
 * `event` is a snake_case name of what happened; never prose, never a client's text.
 */
@Injectable({ scope: Scope.TRANSIENT })
export class Log {
  private readonly logger: Logger<'critical'>;

  constructor(root: LogRoot, @Inject(INQUIRER) owner: object | string) {
    this.logger = root.named(typeof owner === 'string' ? owner : owner.constructor.name);
  }

  /** The log of what is no injected class, under a name of its own. */
  static named(root: LogRoot, name: string): Log {
    return new Log(root, name);
  }

  debug(event: string, facts: Facts = {}): void {
    this.logger.debug({ event, ...facts });
  }

  info(event: string, facts: Facts = {}): void {
    this.logger.info({ event, ...facts });
  }

  /** With `cause`, the line also has `error_type`, `error_message`, `error_code` and `stack`, without secrets. */
  warning(event: string, facts: Facts = {}, cause?: unknown): void {
    this.logger.warn({ event, ...facts, ...describeError(cause) });
  }

  error(event: string, facts: Facts = {}, cause?: unknown): void {
    this.logger.error({ event, ...facts, ...describeError(cause) });
  }

  /** For what ends the process or loses data. */
  critical(event: string, facts: Facts = {}, cause?: unknown): void {
    this.logger.critical({ event, ...facts, ...describeError(cause) });
  }
}
