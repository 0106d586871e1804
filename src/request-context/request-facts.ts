import type { FastifyRequest } from 'fastify';
import type { RequestFacts } from './request-context.js';

const FACTS = Symbol('request facts');
interface WithFacts extends FastifyRequest {
  [FACTS]: RequestFacts | undefined;
}

/** The facts of a request, also where its asynchronous context was lost; made where no hook ran before. */
export function factsOf(request: FastifyRequest): RequestFacts {
  return ((request as WithFacts)[FACTS] ??= { requestId: request.id });
}
