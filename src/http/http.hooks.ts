import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors/errors.js';
import type { Drain } from '../health/health.js';
import type { AllowedMethods } from './allowed-methods.js';

/** While draining, every answer asks its client to connect elsewhere. */
export function closeWhileDraining(fastify: FastifyInstance, drain: Drain): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (drain.draining) void reply.header('Connection', 'close');
    done();
  });
}

/** Refuses what no route can serve, before a body is read for it. */
export function refuseEarly(fastify: FastifyInstance, allowed: AllowedMethods): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.is404) done(noRoute(request, allowed));
    else done(hasHost(request) ? undefined : noHost());
  });
}

/** 405 with `Allow` where the path exists under another method, else 404. */
function noRoute({ method, url }: FastifyRequest, allowed: AllowedMethods): AppError {
  const methods = allowed.at(url);
  // With the method among them it is the path after all that fits no route, e.g. one with an empty id.
  if (methods.length === 0 || methods.includes(method))
    return new AppError('not_found', 'There is nothing at this path.');
  const allow = methods.sort().join(', ');
  return new AppError('method_not_allowed', `This path knows ${allow}.`, { headers: { Allow: allow } });
}

/** RFC 9112, 3.2: HTTP/1.1 needs Host. */
const hasHost = ({ raw }: FastifyRequest) => raw.headers.host !== undefined || raw.httpVersionMinor === 0;
const noHost = () => new AppError('bad_request', 'The Host header is missing.');
