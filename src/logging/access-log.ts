import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { LogRoot } from './log-root.js';
import { timestamp } from './root-logger.js';

/**
 * One `http_request_completed` line a request. The line is put together by hand: it is the only one that every
 * request writes, and pino takes ten times as long for it (docs/performance.md).
 */
@Injectable()
export class AccessLog {
  private readonly enabled: boolean;

  constructor(
    config: Config,
    private readonly root: LogRoot,
  ) {
    this.enabled = config.ACCESS_LOG && config.LOG_FORMAT === 'json';
    this.pretty = config.ACCESS_LOG && config.LOG_FORMAT === 'pretty';
  }

  private readonly pretty: boolean;

  /** `route` is the route's pattern, or `unmatched`. */
  write(request: FastifyRequest, reply: FastifyReply, route: string): void {
    if (!this.root.pino.isLevelEnabled('info')) return;
    if (this.enabled) this.root.destination.write(accessLine(request, reply, route));
    else if (this.pretty) this.root.pino.info(JSON.parse(accessLine(request, reply, route)));
  }
}

function accessLine(request: FastifyRequest, reply: FastifyReply, route: string): string {
  const duration = Math.round(reply.elapsedTime * 1000) / 1000;
  return (
    `{"level":"INFO","severity":"INFO","timestamp":"${timestamp()}","logger":"AccessLog",` +
    `"event":"http_request_completed","request_id":"${request.id}","method":"${request.method}",` +
    `"route":"${route}","path":${JSON.stringify(pathOf(request.url))},"status":${reply.statusCode},` +
    `"duration_ms":${duration}}\n`
  );
}

/** The path without its query, which may hold anything; at most 500 characters. */
function pathOf(url: string): string {
  const end = url.search(/[?#;]/);
  return (end === -1 ? url : url.slice(0, end)).slice(0, 500);
}
