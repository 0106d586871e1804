import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { AppError, cannotListen } from '../errors/errors.js';
import { routeOf } from '../request-context/request-route.js';

/** Requests that came in by the management port. */
const MANAGED = new WeakSet<IncomingMessage>();
/** Whether a request came in by METRICS_PORT, which is for the cluster and not for the world. */
export const isManaged = (request: IncomingMessage): boolean => MANAGED.has(request);
/** What Node would answer by itself; the public listener has answers of ours for it. */
const BESIDE_THE_ROUTES = ['clientError', 'checkExpectation', 'connect'];
const OPERATORS_ONLY = /^\/health\/(?:metrics|detailed|log-level|faults)$/;

/**
 * The second listener, METRICS_PORT: `/metrics` and `/health/*` and nothing else. Its requests run through the same
 * routes, hooks and filter as all others.
 */
export class ManagementListener {
  private readonly server: Server;

  constructor(
    private readonly config: Config,
    fastify: FastifyInstance,
    options: ServerOptions,
  ) {
    this.server = createServer(options, (request, response) => {
      MANAGED.add(request);
      if (/^\/metrics(?:\?|$)/.test(request.url ?? '')) request.url = `/health${request.url ?? ''}`;
      fastify.routing(request, response);
    });
    for (const event of BESIDE_THE_ROUTES)
      this.server.on(event, (...facts: unknown[]) => fastify.server.emit(event, ...facts));
  }

  get port(): number | undefined {
    const address = this.server.address();
    return typeof address === 'object' ? address?.port : undefined;
  }

  /** @throws CannotStart where the port is taken. */
  async listen(): Promise<void> {
    const { METRICS_PORT: port, HOST: host } = this.config;
    if (port === undefined) return;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.server.once('error', (error) =>
      reject(cannotListen({ variable: 'METRICS_PORT', port, host }, error) ?? error),
    );
    this.server.listen(port, host, () => resolve(undefined));
    await promise;
  }

  /** Answers probes until the very end of the shutdown. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** Keeps each listener to its own paths, where there are two. @throws AppError `not_found` */
export function keepToListener(request: FastifyRequest): void {
  const route = routeOf(request).url ?? request.url.split(/[?#;]/, 1)[0] ?? '';
  const allowed = isManaged(request.raw) ? route.startsWith('/health/') : !OPERATORS_ONLY.test(route);
  if (!allowed) throw new AppError('not_found', 'There is nothing at this path.');
}
