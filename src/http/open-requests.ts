import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/errors.js';
import { abortRequest } from '../request-context/request-signal.js';
import { append, emptyRing, type Linked, remove } from './ring.js';

/** How a request can end. */
export interface RequestEnds {
  /** Its time is over and its answer has not begun. */
  late(error: AppError, request: FastifyRequest, reply: FastifyReply): void;
  /** It has its whole answer, or the connection ended before that (not `complete`). Called exactly once. */
  over(request: FastifyRequest, reply: FastifyReply, complete: boolean): void;
}

interface OpenRequest extends Linked<OpenRequest> {
  readonly reply: FastifyReply;
  readonly dueAt: number;
}

/**
 * The requests whose answers are not finished: gives each its time, and reports its end. Fastify's own means do not
 * serve: handlerTimeout and request.signal end as soon as a body has been read, and onResponse never fires for a client
 * that hung up. All have the same time, so the oldest is due first and one timer serves them all.
 * A stream that has begun to answer may take longer.
 */
export class OpenRequests {
  /** In the order in which they came. */
  private readonly ring = emptyRing<OpenRequest>({ dueAt: Infinity });
  /** Those whose time is over and whose answers had begun, and probes. */
  private readonly begun = emptyRing<OpenRequest>({ dueAt: Infinity });
  private timer: NodeJS.Timeout | undefined;
  /** How many there are. */
  count = 0;

  constructor(
    private readonly seconds: number,
    private readonly ends: RequestEnds,
  ) {}

  *replies(): Iterable<FastifyReply> {
    for (const ring of [this.begun, this.ring])
      for (let each = ring.after; each !== ring; each = each.after) yield each.reply;
  }

  follow(reply: FastifyReply): void {
    const entry = this.add(reply);
    this.count += 1;
    this.timer ??= this.wait(this.seconds * 1000);
    const { raw } = reply;
    raw.on('close', () => {
      remove(entry);
      this.count -= 1;
      const complete = raw.writableFinished;
      const { request } = reply;
      if (!complete) abortRequest(request, new DOMException('The client hung up.', 'AbortError'));
      this.ends.over(request, reply, complete);
    });
  }

  private add(reply: FastifyReply): OpenRequest {
    const { ring } = this;
    const entry = { reply, dueAt: performance.now() + this.seconds * 1000, before: ring, after: ring };
    append(entry, ring);
    return entry;
  }

  private wait(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.endLate(), Math.max(milliseconds, 1)).unref();
  }

  /** Ends whoever is due, and waits for the next. */
  private endLate(): void {
    this.timer = undefined;
    for (let oldest = this.ring.after; oldest !== this.ring; oldest = this.ring.after) {
      const left = oldest.dueAt - performance.now();
      if (left > 0) {
        this.timer = this.wait(left);
        return;
      }
      remove(oldest);
      if (oldest.reply.raw.headersSent || isProbe(oldest.reply)) append(oldest, this.begun);
      else this.end(oldest.reply);
    }
  }

  private end(reply: FastifyReply): void {
    const { request } = reply;
    const error = new AppError('deadline_exceeded', `The request took longer than ${this.seconds} s.`, {
      retryable: true,
    });
    this.ends.late(error, request, reply);
    abortRequest(request, error);
  }
}

/** Probes and scrapes have time limits of their own, and must tell how things are whatever that of requests is. */
const isProbe = ({ request }: FastifyReply): boolean => /^\/health(?:[/?]|$)/.test(request.url);
