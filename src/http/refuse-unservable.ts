import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors/errors.js';
import type { AllowedMethods } from './allowed-methods.js';

/** Refuses what no route can serve, before a body is read for it. @throws AppError */
export function refuseUnservable(request: FastifyRequest, allowed: AllowedMethods): void {
  if (request.is404) throw noRoute(request, allowed);
  refuseUnaddressed(request.raw);
  refuseUnreadable(request.raw.headers);
}

const OTHER_CHARSET = /;\s*charset\s*=\s*"?(?!utf-?8\b)/i;

/** A body that would be read as something else than it is. */
function refuseUnreadable(headers: IncomingHttpHeaders): void {
  const { 'content-encoding': encoding, 'content-type': type } = headers;
  if (encoding !== undefined && encoding !== 'identity') throw unreadable('uncompressed');
  if (type !== undefined && OTHER_CHARSET.test(type)) throw unreadable('in UTF-8');
}
const unreadable = (how: string) => new AppError('unsupported_media_type', `Send the body ${how}.`);

/** 405 with `Allow` where the path exists under another method, else 404. */
function noRoute({ method, url }: FastifyRequest, allowed: AllowedMethods): AppError {
  const methods = allowed.at(url);
  // With the method among them it is the path after all that fits no route, e.g. one with an empty id.
  if (methods.length === 0 || methods.includes(method))
    return new AppError('not_found', 'There is nothing at this path.');
  const allow = methods.sort().join(', ');
  return new AppError('method_not_allowed', `This path knows ${allow}.`, { headers: { Allow: allow } });
}

/** RFC 9112, 3.2: HTTP/1.1 needs Host, and nobody may send it twice: a proxy might go by the other one. */
function refuseUnaddressed({ headers, rawHeaders, httpVersionMinor }: IncomingMessage): void {
  if (headers.host === undefined && httpVersionMinor > 0) throw badHost('is missing');
  if (linesOf('host', rawHeaders) > 1) throw badHost('came more than once');
}
const badHost = (what: string) => new AppError('bad_request', `The Host header ${what}.`);

/** @param raw names and values in turn */
function linesOf(name: string, raw: readonly string[]): number {
  let lines = 0;
  for (let at = 0; at < raw.length; at += 2)
    if (raw[at]?.length === name.length && raw[at]?.toLowerCase() === name) lines += 1;
  return lines;
}
