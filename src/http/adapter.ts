import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import type { ErrorResponder } from '../errors/error-responder.js';
import { requestIdOf } from '../request-context/request-id.js';
import { answerBrokenRequest } from './broken-request.js';

export const BODY_LIMIT_BYTES = 1_048_576;
/** Longest a client may take to send its headers and body, so that half-open requests do not pile up. */
const ARRIVAL_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/** Fastify as this service runs it. The responder comes later, since it is built by the application. */
export function createAdapter(config: Config, responder: () => ErrorResponder): FastifyAdapter {
  return new FastifyAdapter({
    genReqId: requestIdOf,
    trustProxy: config.TRUST_PROXY > 0 && ((_address, hop) => hop < config.TRUST_PROXY),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: ARRIVAL_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // Refusing at once would also refuse probes, and requests that arrived before the listener closed.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500 },
    // Bad percent-encoding passes every hook and filter by.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      responder().respond(error, request, reply),
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
    skipMiddie: true,
  });
}
