import { Reflector } from '@nestjs/core';

/**
 * Who may call a route: `public` anybody, `client` whoever holds an API key (the default of every route),
 * `operator` whoever holds the ops token.
 */
export type Audience = 'public' | 'client' | 'operator';

/** `@AudienceOf('public')` on a controller or a handler. */
export const AudienceOf = Reflector.createDecorator<Audience>();
