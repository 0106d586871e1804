import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { Log } from '../logging/log.js';
import { redact } from '../logging/redact.js';
import { ErrorMetrics } from '../metrics/metrics.js';
import { RequestContext } from '../request-context/request-context.js';
import { factsOf } from '../request-context/request-context.hooks.js';
import { REQUEST_ID_HEADER } from '../request-context/request-id.js';
import { errorBody } from './error-body.js';
import { AppError } from './errors.js';
import { toAppError } from './to-app-error.js';

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
      const known = toAppError(error);
      const answer = known ?? this.unexpected(error, request);
      if (known && known.status >= 500) this.expectedFailure(known, request);
      this.send(answer, request, reply);
    });
  }

  private send(error: AppError, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent) return;
    if (error.retryAfterSeconds !== undefined)
      void reply.header('Retry-After', String(error.retryAfterSeconds));
    void reply
      .headers(error.headers)
      .header(REQUEST_ID_HEADER, request.id)
      .code(error.status)
      .type('application/json')
      .serializer(JSON.stringify)
      .send(errorBody(error, request.id));
  }

  private unexpected(error: unknown, request: FastifyRequest): AppError {
    this.metrics.count('internal_error');
    this.log.error(
      'unhandled_exception',
      this.place(request),
      error ?? new Error('Something threw nothing.'),
    );
    const production = this.config.ENVIRONMENT === 'production';
    const message =
      production || !(error instanceof Error) ? 'An unexpected error occurred' : redact(error.message);
    return new AppError('internal_error', message, { cause: error });
  }

  private expectedFailure(error: AppError, request: FastifyRequest): void {
    this.metrics.count(error.code);
    this.log.warning(
      'request_failed',
      { ...this.place(request), code: error.code, status: error.status },
      error.cause,
    );
  }

  private place({ method, url }: FastifyRequest): { method: string; path: string } {
    return { method, path: url.split(/[?#;]/, 1)[0]?.slice(0, 500) ?? '' };
  }
}
