import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors/errors.js';
import type { AllowedMethods } from './allowed-methods.js';

/** Refuses what no route can serve, before a body is read for it. @throws AppError */
export function refuseUnservable(request: FastifyRequest, allowed: AllowedMethods): void {
  if (request.is404) throw noRoute(request, allowed);
  if (!hasHost(request)) throw noHost();
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
