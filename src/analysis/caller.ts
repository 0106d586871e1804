import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { allowanceOf, ANONYMOUS } from '../access/access.js';
import { factsOf } from '../request-context/request-facts.js';
import { signalOf } from '../request-context/request-signal.js';

/** Who calls: the owner of what is made here, and whose allowance it counts against. */
export interface CallerFacts {
  readonly client: string;
  readonly requestId: string;
  /** The client where keys are used, else the address or its network. */
  readonly tracker: string;
  /** Fires when the client hangs up or the request's time is over. */
  readonly signal: AbortSignal;
}

/** `@Caller()` in a handler's parameters. */
export const Caller = createParamDecorator((_data: unknown, execution: ExecutionContext): CallerFacts => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const { client = ANONYMOUS, requestId } = factsOf(request);
  return {
    client,
    requestId,
    tracker: client === ANONYMOUS ? allowanceOf(request.ip) : `key:${client}`,
    signal: signalOf(request),
  };
});
