import { RouteConfig } from '@nestjs/platform-fastify';

/**
 * Who may call a route: `public` anybody, `client` whoever holds an API key (the default of every route),
 * `operator` whoever holds the ops token.
 */
export type Audience = 'public' | 'client' | 'operator';

declare module 'fastify' {
  interface FastifyContextConfig {
    audience?: Audience;
  }
}

/** `@AudienceOf('public')` on a handler. It travels with the route, so that the hook needs no reflection. */
export const AudienceOf = (audience: Audience): MethodDecorator => RouteConfig({ audience });
