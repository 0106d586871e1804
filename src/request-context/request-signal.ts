import type { FastifyRequest } from 'fastify';

const CONTROLLER = Symbol('request signal');
const DEEPEST_CAUSE = 5;
interface WithController extends FastifyRequest {
  [CONTROLLER]: AbortController | undefined;
}

const controllerOf = (request: FastifyRequest) =>
  ((request as WithController)[CONTROLLER] ??= new AbortController());

/** Fires when the client hangs up before it has its answer, and when the request's time is over. */
export const signalOf = (request: FastifyRequest): AbortSignal => controllerOf(request).signal;

/** Ends the work behind a request. */
export function abortRequest(request: FastifyRequest, reason: Error): void {
  controllerOf(request).abort(reason);
}

/** Whether an error only repeats that the request's signal fired: nothing failed that is not known. */
export function isEcho(error: unknown, request: FastifyRequest): boolean {
  const signal = (request as WithController)[CONTROLLER]?.signal;
  if (!signal?.aborted) return false;
  let cause = error;
  for (let depth = 0; depth < DEEPEST_CAUSE; depth += 1) {
    if (typeof cause !== 'object' || cause === null) return false;
    const { name, cause: deeper } = cause as Partial<Error>;
    if (cause === signal.reason || name === 'AbortError') return true;
    cause = deeper;
  }
  return false;
}
