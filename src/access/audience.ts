import { RouteConfig } from '@nestjs/platform-fastify';
import type { Audited } from '../logging/audit.js';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';

/**
 * Who may call a route: `public` anybody, `client` whoever holds an API key (the default of every route),
 * `operator` whoever holds the ops token, `scraper` the same, and anybody who can reach METRICS_PORT.
 */
export type Audience = 'public' | 'client' | 'operator' | 'scraper';

declare module 'fastify' {
  interface FastifyContextConfig {
    audience?: Audience;
  }
}

/**
 * `@AudienceOf('public')` on a handler. It travels with the route, so that the hook needs no reflection.
 * With `audited` each call of the handler, refused ones too, leaves an `audit` line.
 */
export const AudienceOf = (audience: Audience, audited?: Audited): MethodDecorator =>
  RouteConfig({ audience, audited });

/** The audience of a handler, read from its decorators. */
export function audienceOf(handler: object): Audience {
  const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as
    { readonly audience?: Audience } | undefined;
  return config?.audience ?? 'client';
}
