import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/errors.js';

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

/** How a request can end. */
export interface RequestEnds {
  /** Its time is over and its answer has not begun. */
  late(error: AppError, request: FastifyRequest, reply: FastifyReply): void;
  /** It has its whole answer, or the connection ended before that (not `complete`). Called exactly once. */
  over(request: FastifyRequest, reply: FastifyReply, complete: boolean): void;
}

/**
 * Gives a request its time, and reports its end. Fastify's own means do not serve: handlerTimeout and request.signal
 * end as soon as a body has been read, and onResponse never fires for a client that hung up.
 * A stream that has begun to answer may take longer.
 */
export function followRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  seconds: number,
  ends: RequestEnds,
): void {
  const timer = setTimeout(() => {
    if (reply.raw.headersSent) return;
    const error = new AppError('deadline_exceeded', `The request took longer than ${seconds} s.`, {
      retryable: true,
    });
    ends.late(error, request, reply);
    controllerOf(request).abort(error);
  }, seconds * 1000).unref();
  reply.raw.once('close', () => {
    clearTimeout(timer);
    const complete = reply.raw.writableFinished;
    if (!complete) controllerOf(request).abort(new DOMException('The client hung up.', 'AbortError'));
    ends.over(request, reply, complete);
  });
}
