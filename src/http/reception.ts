import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorResponder } from '../errors/error-responder.js';
import type { Log } from '../logging/log.js';
import type { RequestContext } from '../request-context/request-context.js';
import { factsOf } from '../request-context/request-context.hooks.js';
import { REQUEST_ID_HEADER, wasRejected } from '../request-context/request-id.js';
import { followRequest, type RequestEnds } from '../request-context/request-signal.js';
import type { AnswerJournal } from './answer-journal.js';
import { finished, opened } from './open-replies.js';

interface Parts {
  readonly context: RequestContext;
  readonly responder: ErrorResponder;
  readonly journal: AnswerJournal;
  readonly log: Log;
  readonly seconds: number;
}

/** What every request gets first, whether a route serves it, none does, or the router itself gives up on it. */
export class Reception {
  private readonly ends: RequestEnds;

  constructor(private readonly parts: Parts) {
    this.ends = {
      late: (error, request, reply) => parts.responder.respond(error, request, reply),
      over: (request, reply, complete) => {
        finished(reply);
        parts.journal.record(request, reply, complete);
      },
    };
  }

  /** Gives the answer its request ID, bounds the request's time, and sees to it that its end is noted. */
  receive(request: FastifyRequest, reply: FastifyReply): void {
    void reply.header(REQUEST_ID_HEADER, request.id);
    opened(reply);
    followRequest(request, reply, this.parts.seconds, this.ends);
    if (wasRejected(request.raw, request.id)) this.reportRejectedId(request);
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
    this.parts.context.run(factsOf(request), () => this.parts.log.warning('request_id_rejected'));
  }
}
