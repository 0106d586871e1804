import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { serverTraceFields } from '../tracing/tracing.js';
import { LogRoot } from './log-root.js';
import { loggablePath } from './loggable-path.js';
import { timestamp } from './timestamp.js';

/** What became of a request. */
export interface Completion {
  /** The route's pattern, or `unmatched`. */
  readonly route: string;
  readonly status: number;
  /** False where the connection ended before the answer did. */
  readonly complete: boolean;
  readonly milliseconds: number;
}

/**
 * One `http_request_completed` line a request. The line is put together by hand: it is the only one that every
 * request writes, and pino takes ten times as long for it (decision 7).
 */
@Injectable()
export class AccessLog {
  private readonly enabled: boolean;
  /** Only to know its level. */
  private readonly logger: ReturnType<LogRoot['named']>;

  constructor(
    config: Config,
    private readonly root: LogRoot,
  ) {
    this.enabled = config.ACCESS_LOG;
    this.logger = root.named('AccessLog');
  }

  write(request: FastifyRequest, completion: Completion): void {
    if (this.enabled && this.logger.isLevelEnabled('info'))
      this.root.destination.write(accessLine(request, completion, serverTraceFields(request)));
  }
}

/** Pure. Every part is a number, comes from a closed set, or is escaped. */
export function accessLine(
  { id, method, url }: Pick<FastifyRequest, 'id' | 'method' | 'url'>,
  { route, status, complete, milliseconds }: Completion,
  trace?: object,
): string {
  return (
    `{"level":"INFO","severity":"INFO","timestamp":"${timestamp()}","logger":"AccessLog",` +
    `"event":"http_request_completed","request_id":"${id}",${trace ? members(trace) : ''}"method":"${method}",` +
    `"route":"${route}","path":${quoted(loggablePath(url))},"status":${status},` +
    `"duration_ms":${Math.round(milliseconds * 1000) / 1000}${complete ? '' : ',"incomplete":true'}}\n`
  );
}

/** Of IDs, which need no escape. */
const members = (fields: object) =>
  Object.entries(fields)
    .map(([name, value]) => `"${name}":"${value}",`)
    .join('');

/** What needs no escape in JSON, which is nearly every path. */
const PLAIN = /^[\w\-./~:@!$&'()*+,=%]*$/;
const quoted = (text: string) => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
