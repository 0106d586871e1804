import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AllowedMethods } from './allowed-methods.js';

/** What the API reads beyond what browsers always let through. */
const REQUEST_HEADERS =
  'Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, X-API-Key, X-Request-ID';
const ANSWER_HEADERS = 'Content-Disposition, ETag, Location, Retry-After, X-Request-ID';
/** How long a browser need not ask again. */
const MAX_AGE_SECONDS = '600';
/** Probes, metrics and what operators may do are no business of any web page. */
const CLOSED = /^\/health(?:[/?]|$)/;

/**
 * Lets the pages of CORS_ORIGINS read answers (Fetch standard, 3.2). Cookies are no part of it, since the API knows none.
 * Where no origin is listed there is no such object, and a browser keeps every answer from foreign pages.
 */
export class CrossOrigin {
  private readonly origins: ReadonlySet<string>;

  constructor(
    origins: readonly string[],
    private readonly allowed: AllowedMethods,
  ) {
    this.origins = new Set(origins);
  }

  /** Marks the answer as readable where the request comes from a listed origin. */
  mark(request: FastifyRequest, reply: FastifyReply): void {
    void reply.header('vary', 'Origin');
    if (this.admits(request))
      void reply.headers({
        'access-control-allow-origin': request.headers.origin,
        'access-control-expose-headers': ANSWER_HEADERS,
      });
  }

  /** Answers the question that a browser asks first, about a path that exists; true where it was one. */
  answered(request: FastifyRequest, reply: FastifyReply): boolean {
    const asks = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
    if (!asks || !this.admits(request)) return false;
    const methods = this.allowed.at(request.url);
    if (methods.length === 0) return false;
    void reply
      .code(204)
      .headers({
        'access-control-allow-methods': methods.sort().join(', '),
        'access-control-allow-headers': REQUEST_HEADERS,
        'access-control-max-age': MAX_AGE_SECONDS,
      })
      .send();
    return true;
  }

  private admits({ url, headers: { origin } }: FastifyRequest): boolean {
    return origin !== undefined && this.origins.has(origin) && !CLOSED.test(url);
  }
}
