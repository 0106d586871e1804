import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { describeError } from '../logging/describe-error.js';
import { Log } from '../logging/log.js';
import { loggablePath } from '../logging/loggable-path.js';
import { ErrorMetrics } from '../metrics/metrics.js';
import { RequestContext } from '../request-context/request-context.js';
import { factsOf } from '../request-context/request-facts.js';
import { isEcho } from '../request-context/request-signal.js';
import { errorBody } from './error-body.js';
import { AppError, type ErrorCode } from './errors.js';
import { hidePaths } from './hide-paths.js';
import { toAppError } from './to-app-error.js';

/** Headers that a route set for the answer that it did not come to give. */
const OF_THE_OTHER_ANSWER = [
  'content-disposition',
  'content-encoding',
  'content-length',
  'etag',
  'last-modified',
  'location',
];
const HIDDEN = 'An unexpected error occurred';

/** Codes whose answers always say when to try again, and when that is where the error does not know: in seconds. */
const RETRY_AFTER: Partial<Record<ErrorCode, number>> = {
  rate_limited: 60,
  engine_unavailable: 30,
  overloaded: 5,
};

/** Turns an error into its answer, its log line and its count; also for errors that arise before any route. */
@Injectable()
export class ErrorResponder {
  constructor(
    private readonly config: Config,
    private readonly context: RequestContext,
    private readonly metrics: ErrorMetrics,
    private readonly log: Log,
  ) {}

  respond(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    // Time-outs and half-read bodies come from timers and sockets, which know no request.
    this.context.run(factsOf(request), () => {
      if (isEcho(error, request)) return;
      const known = toAppError(error);
      const answer = known ?? this.unexpected(error, request);
      if (known && known.status >= 500) this.expectedFailure(known, request);
      this.send(answer, request, reply);
    });
  }

  private send(error: AppError, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent) return;
    if (reply.raw.headersSent) {
      // The answer has begun: only a broken connection can still tell the client that it is not whole.
      reply.raw.destroy();
      return;
    }
    for (const name of OF_THE_OTHER_ANSWER) reply.removeHeader(name);
    const retryAfter = error.retryAfterSeconds ?? RETRY_AFTER[error.code];
    if (retryAfter !== undefined) void reply.header('Retry-After', String(retryAfter));
    void reply
      .headers(error.headers)
      .header('Cache-Control', 'no-store')
      .code(error.status)
      .type('application/json')
      .serializer(JSON.stringify)
      .send(errorBody(error, request.id));
  }

  private unexpected(error: unknown, request: FastifyRequest): AppError {
    const thrown = error ?? new Error('Something threw nothing.');
    this.metrics.count('internal_error');
    this.log.error('unhandled_exception', this.place(request), thrown);
    const production = this.config.ENVIRONMENT === 'production';
    const message = production ? HIDDEN : hidePaths(String(describeError(thrown).error_message));
    return new AppError('internal_error', message, { cause: error });
  }

  private expectedFailure(error: AppError, request: FastifyRequest): void {
    this.metrics.count(error.code);
    if (error.reported) return;
    this.log.warning(
      'request_failed',
      { ...this.place(request), code: error.code, status: error.status },
      error.cause,
    );
  }

  private place({ method, url }: FastifyRequest): { method: string; path: string } {
    return { method, path: loggablePath(url) };
  }
}
