import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LogRoot } from './log-root.js';

/** What somebody did, or tried to, that others may have to answer for. */
export interface Act {
  /** The client's name, `operator` for the holder of the ops token, `unknown` for whoever showed no key that is known. */
  readonly actor: string;
  /** A verb and its object, e.g. `delete_report`. */
  readonly act: string;
  /** On what: an id or a name of ours. */
  readonly target: string;
  readonly result: 'done' | 'refused' | 'failed';
}

/** An administrative act by way of a route, as the route's configuration states it. */
export interface Audited {
  readonly act: string;
  /** On what; the `id` in the path where absent. */
  readonly target?: (request: FastifyRequest) => unknown;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    audited?: Audited;
  }
}

/** Writes one `audit` line for each administrative act, whatever the log levels are: nobody can act unseen. */
@Injectable()
export class Audit {
  private readonly logger: Logger<'critical'>;

  constructor(root: LogRoot) {
    this.logger = root.levels.always('Audit');
  }

  record(act: Act, facts: Readonly<Record<string, string | number>> = {}): void {
    this.logger.info({ event: 'audit', ...act, ...facts });
  }
}
