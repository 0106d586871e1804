import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Reception } from './reception.js';

/** Throws where a request goes no further. */
export type Check = (request: FastifyRequest, reply: FastifyReply) => void;

/**
 * The one hook that all requests pass, before all others: reception, then the request's context, in which all the rest
 * runs, then the checks. One hook and not five, since each costs every request as much as what is in it.
 */
export function receiveRequests(
  fastify: FastifyInstance,
  reception: Reception,
  checks: readonly Check[],
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (reception.isTooLate(request)) return;
    reception.receive(request, reply);
    reception.inContext(request, () => {
      if (!reception.answered(request, reply)) done(refusal(request, reply, checks));
    });
  });
}

function refusal(request: FastifyRequest, reply: FastifyReply, checks: readonly Check[]): Error | undefined {
  try {
    for (const check of checks) check(request, reply);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
