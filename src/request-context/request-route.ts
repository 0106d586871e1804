import type { FastifyContextConfig, FastifyRequest } from 'fastify';

const ROUTE = Symbol('request route');
/** A route's configuration. `url` is its pattern, undefined where no route serves the path. */
export type RouteFacts = FastifyContextConfig & { readonly url?: string | undefined };
interface WithRoute extends FastifyRequest {
  [ROUTE]: RouteFacts | undefined;
}

/** The route that serves a request. Kept, since Fastify puts a dozen options together whenever it is asked. */
export const routeOf = (request: FastifyRequest): RouteFacts =>
  ((request as WithRoute)[ROUTE] ??= configOf(request) ?? {});

/** Fastify's own 404 has none, against its types. */
const configOf = (request: FastifyRequest): RouteFacts | undefined => request.routeOptions.config;
