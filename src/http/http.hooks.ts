import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors/errors.js';
import type { Drain } from '../health/health.js';
import type { AccessLog } from '../logging/access-log.js';
import type { Log } from '../logging/log.js';
import { type HttpMetrics, UNMATCHED } from '../metrics/http.metrics.js';
import { wasRejected } from '../request-context/request-id.js';
import type { AllowedMethods } from './allowed-methods.js';

/** Paths that are not the API: probes, scrapes, and the API's description. */
const NOT_API = /^\/(?:health\/|docs|openapi\.json)/;

const routeOf = (request: FastifyRequest) => request.routeOptions.url ?? UNMATCHED;

/** One access line and one observation for each answer; neither for probes and scrapes that succeed. */
export function observeAnswers(fastify: FastifyInstance, metrics: HttpMetrics, access: AccessLog): void {
  fastify.addHook('onRoute', ({ method, url }) => {
    if (NOT_API.test(url) || url.includes('*')) return;
    for (const name of [method].flat()) metrics.declare(name, url);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    const isApi = !NOT_API.test(route);
    if (isApi) metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    if (isApi || reply.statusCode >= 400 || !route.startsWith('/health/'))
      access.write(request, reply, route);
    done();
  });
}

/** Says that a request ID was not usable, never what it was. */
export function reportRejectedIds(fastify: FastifyInstance, log: Log): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (wasRejected(request.raw, request.id)) log.warning('request_id_rejected');
    done();
  });
}

/** While draining, every answer asks its client to connect elsewhere. */
export function closeWhileDraining(fastify: FastifyInstance, drain: Drain): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (drain.draining) void reply.header('Connection', 'close');
    done();
  });
}

/** 405 with `Allow` where the path exists under another method. */
export function refuseUnknownMethods(fastify: FastifyInstance, allowed: AllowedMethods): void {
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (!request.is404) {
      done();
      return;
    }
    const methods = allowed.at(request.url.split(/[?#]/, 1)[0] ?? '');
    // With the method among them it is the path after all that fits no route, e.g. one with an empty id.
    if (methods.length === 0 || methods.includes(request.method)) done();
    else {
      const allow = methods.sort().join(', ');
      const message = `This path knows ${allow}.`;
      done(new AppError('method_not_allowed', message, { headers: { Allow: allow } }));
    }
  });
}
