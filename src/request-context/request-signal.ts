import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/errors.js';

const CONTROLLER = Symbol('request signal');
interface WithController extends FastifyRequest {
  [CONTROLLER]: AbortController | undefined;
}

const controllerOf = (request: FastifyRequest) =>
  ((request as WithController)[CONTROLLER] ??= new AbortController());

/** Fires when the client hangs up before it has its answer, and when the request's time is over. */
export const signalOf = (request: FastifyRequest): AbortSignal => controllerOf(request).signal;

/**
 * Gives each request its time. Past it `answer` is called, and the work that watches the signal is aborted.
 * Fastify's own handlerTimeout and request.signal do not serve: both end as soon as a body has been read.
 * A stream that has begun to answer is left alone.
 */
export function boundRequests(
  fastify: FastifyInstance,
  seconds: number,
  answer: (error: AppError, request: FastifyRequest, reply: FastifyReply) => void,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const timer = setTimeout(() => {
      if (reply.raw.headersSent) return;
      const error = new AppError('deadline_exceeded', `The request took longer than ${seconds} s.`, {
        retryable: true,
      });
      answer(error, request, reply);
      controllerOf(request).abort(error);
    }, seconds * 1000);
    timer.unref();
    reply.raw.once('close', () => {
      clearTimeout(timer);
      if (!reply.raw.writableFinished)
        controllerOf(request).abort(new DOMException('The client hung up.', 'AbortError'));
    });
    done();
  });
}
