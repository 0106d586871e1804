import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestContext, RequestFacts } from './request-context.js';

const FACTS = Symbol('request facts');
interface WithFacts extends FastifyRequest {
  [FACTS]: RequestFacts | undefined;
}

/** The facts of a request, also where its asynchronous context was lost; made where no hook ran before. */
export function factsOf(request: FastifyRequest): RequestFacts {
  return ((request as WithFacts)[FACTS] ??= { requestId: request.id });
}

/** Runs everything that comes after in the request's context; to be called before any other hook is added. */
export function openRequestContext(fastify: FastifyInstance, context: RequestContext): void {
  fastify.addHook('onRequest', (request, _reply, done) => context.run(factsOf(request), done));
}
