import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestContext, RequestFacts } from './request-context.js';
import { REQUEST_ID_HEADER } from './request-id.js';

const FACTS = Symbol('request facts');
interface WithFacts extends FastifyRequest {
  [FACTS]: RequestFacts | undefined;
}

/** The facts of a request, also where its asynchronous context was lost; made where no hook ran before. */
export function factsOf(request: FastifyRequest): RequestFacts {
  return ((request as WithFacts)[FACTS] ??= { requestId: request.id });
}

/**
 * Opens the context before anything else sees the request, and gives the answer its header.
 * A body that arrives in pieces is read in the socket's own asynchronous context, which knows no request:
 * preValidation, the first hook after it, opens the context again.
 */
export function openRequestContext(fastify: FastifyInstance, context: RequestContext): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    context.run(factsOf(request), done);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (context.current() === factsOf(request)) done();
    else context.run(factsOf(request), done);
  });
}
