import type { ServerOptions } from 'node:http';
import { StreamableFile } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Config } from '../config/config.js';
import { requestIdOf } from '../request-context/request-id.js';
import type { BrokenRequests } from './broken-request.js';
import { OurResponse } from './our-response.js';
import type { Reception } from './reception.js';

export const BODY_LIMIT_BYTES = 1_048_576;
/** How often Node looks for requests that did not arrive in time; half a minute where it is not told. */
const LOOK_FOR_LATE_MS = 1000;
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/** What holds for both listeners. */
export function serverOptions({ CLIENT_TIMEOUT: seconds }: Config): ServerOptions {
  const arrivalMs = seconds * 1000;
  return {
    // Node would refuse a request without Host itself, without an ID and a body.
    requireHostHeader: false,
    ServerResponse: OurResponse,
    // So that half-open requests do not pile up.
    headersTimeout: arrivalMs,
    requestTimeout: arrivalMs,
    connectionsCheckingInterval: Math.min(LOOK_FOR_LATE_MS, arrivalMs / 2),
  };
}

/** Who deals with what passes the routes by; built by the application, hence after the adapter. */
export interface FrontDesk {
  readonly reception: Reception;
  readonly broken: BrokenRequests;
}

/**
 * Sends what a handler returned. Only files and errors need what Nest does for them; to look through each answer for
 * that took 2 % of a small request.
 */
class DirectReplies extends FastifyAdapter {
  override reply(response: FastifyReply, body: unknown, statusCode?: number): FastifyReply {
    if (body instanceof StreamableFile || body instanceof Error)
      return super.reply(response, body, statusCode);
    if (statusCode !== undefined) void response.status(statusCode);
    return response.send(body);
  }
}

/** Fastify as this service runs it. */
export function createAdapter(config: Config, desk: () => FrontDesk): FastifyAdapter {
  return new DirectReplies({
    genReqId: requestIdOf,
    trustProxy: config.TRUST_PROXY > 0 && ((_address, hop) => hop < config.TRUST_PROXY),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: config.CLIENT_TIMEOUT * 1000,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // Refusing at once would also refuse probes, and requests that arrived before the listener closed.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500 },
    http: serverOptions(config),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      desk().reception.refuse(error, request, reply),
    clientErrorHandler: (error, socket) => desk().broken.answer(error, socket),
    logController: new StreamFailures(() => desk().reception),
    skipMiddie: true,
  });
}

/** Fastify writes no lines of its own here; the one thing that it alone learns is that a streamed answer failed. */
class StreamFailures extends LogController {
  constructor(private readonly reception: () => Reception) {
    super({ disableRequestLogging: true });
  }

  override streamError(error: NodeJS.ErrnoException, request: FastifyRequest, reply: FastifyReply): void {
    // A client that hangs up is the access line's business.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.reception().fail(error, request, reply);
  }
}
