import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorResponder } from '../errors/error-responder.js';
import type { Drain } from '../health/health.js';
import type { Log } from '../logging/log.js';
import type { RequestContext } from '../request-context/request-context.js';
import { UNMATCHED } from '../metrics/http.metrics.js';
import { factsOf } from '../request-context/request-facts.js';
import { wasRejected } from '../request-context/request-id.js';
import { routeOf } from '../request-context/request-route.js';
import { openServerSpan } from '../tracing/tracing.js';
import type { AnswerJournal } from './answer-journal.js';
import type { CrossOrigin } from './cross-origin.js';
import { finished, opened, openReplies } from './open-replies.js';
import { OpenRequests } from './open-requests.js';
import { OurResponse } from './our-response.js';

interface Parts {
  readonly context: RequestContext;
  readonly responder: ErrorResponder;
  readonly journal: AnswerJournal;
  readonly log: Log;
  readonly drain: Drain;
  /** Undefined where no foreign page may read anything. */
  readonly crossOrigin: CrossOrigin | undefined;
  /** Time of a request. */
  readonly seconds: number;
}

/** What every request gets first, whether a route serves it, none does, or the router itself gives up on it. */
export class Reception {
  private readonly open: OpenRequests;
  /** Kept here, since asking a signal whether it has fired costs every request 3 % of its time. */
  private closing = false;

  constructor(private readonly parts: Parts) {
    this.open = new OpenRequests(parts.seconds, {
      late: (error, request, reply) => parts.responder.respond(error, request, reply),
      over: (request, reply, complete) => {
        finished(reply);
        parts.journal.record(request, reply, complete);
      },
    });
    parts.drain.closing.addEventListener('abort', () => {
      this.closing = true;
      for (const reply of this.open.replies()) closeAfterLast(reply);
    });
  }

  /** Requests whose answers are not finished. */
  get inFlight(): number {
    return this.open.count;
  }

  get replies(): Iterable<FastifyReply> {
    return this.open.replies();
  }

  /** Ends an answer that its client does not take. */
  drop(reply: FastifyReply): void {
    const { request } = reply;
    const route = routeOf(request).url ?? UNMATCHED;
    this.inContext(request, () => this.parts.log.warning('slow_reader_dropped', { route }));
    reply.raw.destroy();
  }

  /** Gives the answer its request ID, bounds the request's time, and sees to it that its end is noted. */
  receive(request: FastifyRequest, reply: FastifyReply): void {
    openServerSpan(request);
    OurResponse.identify(reply.raw, request.id);
    this.parts.crossOrigin?.mark(request, reply);
    opened(reply);
    this.open.follow(reply);
    if (this.closing) closeAfterLast(reply);
    if (wasRejected(request.raw, request.id)) this.reportRejectedId(request);
  }

  /** Whether a request came too late for an answer, which its client knows: nothing may be done for it (RFC 9112, 9.6). */
  isTooLate(request: FastifyRequest): boolean {
    return OurResponse.wasLast(request.raw.socket);
  }

  /** Answers what is no request of its own but a browser's question before one; true where it was that. */
  answered(request: FastifyRequest, reply: FastifyReply): boolean {
    return this.parts.crossOrigin?.answered(request, reply) ?? false;
  }

  /** Runs what comes after in the request's context. */
  inContext(request: FastifyRequest, work: () => void): void {
    this.parts.context.run(factsOf(request), work);
  }

  /** For what the router refuses before any hook: bad percent-encoding, parameters beyond all length. */
  refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
    this.receive(request, reply);
    this.parts.responder.respond(error, request, reply);
  }

  /** For what fails outside any handler: an answer in the middle of its stream. */
  fail(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    this.parts.responder.respond(error, request, reply);
  }

  /** Says that a request ID was not usable, never what it was. */
  private reportRejectedId(request: FastifyRequest): void {
    this.inContext(request, () => this.parts.log.warning('request_id_rejected'));
  }
}

/**
 * The last answer that a connection waits for asks its client to connect elsewhere. Node closes it after the first that
 * does, and those behind it, of requests that were sent before the client had its answers, would never leave.
 */
function closeAfterLast({ request }: FastifyReply): void {
  const replies = openReplies(request.raw.socket);
  for (const [index, { raw }] of replies.entries()) raw.shouldKeepAlive = index < replies.length - 1;
}
