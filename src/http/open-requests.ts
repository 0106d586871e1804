import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/errors.js';
import { abortRequest } from '../request-context/request-signal.js';

/** How a request can end. */
export interface RequestEnds {
  /** Its time is over and its answer has not begun. */
  late(error: AppError, request: FastifyRequest, reply: FastifyReply): void;
  /** It has its whole answer, or the connection ended before that (not `complete`). Called exactly once. */
  over(request: FastifyRequest, reply: FastifyReply, complete: boolean): void;
}

/**
 * The requests whose answers are not finished: gives each its time, and reports its end. Fastify's own means do not
 * serve: handlerTimeout and request.signal end as soon as a body has been read, and onResponse never fires for a client
 * that hung up. All have the same time, so the oldest is due first and one timer serves them all.
 * A stream that has begun to answer may take longer.
 */
export class OpenRequests {
  /** In the order in which they came, with the moment at which each is due. */
  private readonly dueAt = new Map<FastifyReply, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly seconds: number,
    private readonly ends: RequestEnds,
  ) {}

  get replies(): Iterable<FastifyReply> {
    return this.dueAt.keys();
  }

  follow(reply: FastifyReply): void {
    const { request, raw } = reply;
    this.dueAt.set(reply, performance.now() + this.seconds * 1000);
    this.timer ??= this.wait(this.seconds * 1000);
    raw.on('close', () => {
      this.dueAt.delete(reply);
      const complete = raw.writableFinished;
      if (!complete) abortRequest(request, new DOMException('The client hung up.', 'AbortError'));
      this.ends.over(request, reply, complete);
    });
  }

  private wait(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.endLate(), Math.max(milliseconds, 1)).unref();
  }

  /** Ends whoever is due, and waits for the next. */
  private endLate(): void {
    this.timer = undefined;
    for (const [reply, due] of this.dueAt) {
      const left = due - performance.now();
      if (left > 0) {
        this.timer = this.wait(left);
        return;
      }
      this.dueAt.delete(reply);
      this.end(reply);
    }
  }

  private end(reply: FastifyReply): void {
    if (reply.raw.headersSent) return;
    const { request } = reply;
    const error = new AppError('deadline_exceeded', `The request took longer than ${this.seconds} s.`, {
      retryable: true,
    });
    this.ends.late(error, request, reply);
    abortRequest(request, error);
  }
}
