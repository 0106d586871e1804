import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessLog } from '../logging/access-log.js';
import type { Audit } from '../logging/audit.js';
import { type HttpMetrics, UNMATCHED } from '../metrics/http.metrics.js';
import { routeOf } from '../request-context/request-route.js';
import { auditRequest } from './request-audit.js';
import { closeServerSpan } from '../tracing/tracing.js';

/** Paths that are not the API: probes, scrapes, and the API's description. */
const NOT_API = /^\/(?:(?:health|docs)(?:[/?#]|$)|openapi\.json)/;

/** nginx's word for a client that hung up before its answer began; no client ever sees it. */
const CLIENT_CLOSED_REQUEST = 499;

/** One access line, one observation and the end of the span for each request, and an `audit` line for administrative ones; the first two not for probes and scrapes that succeed. */
export class AnswerJournal {
  private readonly apiRoutes = new Set<string>();

  constructor(
    private readonly metrics: HttpMetrics,
    private readonly access: AccessLog,
    private readonly audit: Audit,
  ) {}

  /** Makes the series of every route exist from the first scrape. */
  declareRoutes(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url }) => {
      if (NOT_API.test(url)) return;
      this.apiRoutes.add(url);
      if (url.includes('*')) return;
      for (const name of [method].flat()) this.metrics.declare(name, url);
    });
  }

  record(request: FastifyRequest, reply: FastifyReply, complete: boolean): void {
    const { url: route = UNMATCHED, audited } = routeOf(request);
    const status = complete || reply.raw.headersSent ? reply.statusCode : CLIENT_CLOSED_REQUEST;
    closeServerSpan(request, status);
    const milliseconds = reply.elapsedTime;
    if (audited) auditRequest(this.audit, audited, request, status);
    const isApi = route === UNMATCHED ? !NOT_API.test(request.url) : this.apiRoutes.has(route);
    if (isApi) this.metrics.observe(request.method, route, status, milliseconds / 1000);
    if (isApi || status >= 400 || !complete || !route.startsWith('/health/'))
      this.access.write(request, { route, status, complete, milliseconds });
  }
}
