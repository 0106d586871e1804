import type { FastifyRequest } from 'fastify';
import { factsOf } from '../request-context/request-facts.js';
import { routeOf } from '../request-context/request-route.js';
import { tracer } from './running.js';
import { keepSpan, keptSpan, type TraceFields, traceFields } from './spans.js';
import { parseTraceparent } from './traceparent.js';

/** Probes and scrapes come every few seconds, and there is nothing to see in them. */
const UNTRACED = /^\/(?:health\/|metrics$)/;

/** Begins a request's span, in the trace of its `traceparent` where it has a valid one. Its name is the route's pattern. */
export function openServerSpan(request: FastifyRequest): void {
  const tracing = tracer();
  if (!tracing) return;
  const { url: route } = routeOf(request);
  if (route !== undefined && UNTRACED.test(route)) return;
  const { id, method } = request;
  const span = tracing.start(route === undefined ? method : `${method} ${route}`, {
    role: 'server',
    attributes: {
      'http.request.method': method,
      'consultantos.request_id': id,
      ...(route !== undefined && { 'http.route': route }),
    },
    parent: parseTraceparent(request.headers.traceparent),
  });
  keepSpan(factsOf(request), span);
}

/** Ends it. @param status of the answer */
export function closeServerSpan(request: FastifyRequest, status: number): void {
  const tracing = tracer();
  const span = tracing && keptSpan(factsOf(request));
  if (!span) return;
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) tracing.fail(span, String(status));
  span.end();
}

/** For the line about a request that is over; undefined where it has no span. */
export function serverTraceFields(request: FastifyRequest): TraceFields | undefined {
  const span = tracer() && keptSpan(factsOf(request));
  return span && traceFields(span);
}
