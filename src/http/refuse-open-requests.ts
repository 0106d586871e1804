import type { Socket } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { ErrorResponder } from '../errors/error-responder.js';
import { AppError } from '../errors/errors.js';
import { abortRequest } from '../request-context/request-signal.js';
import { openReplies } from './open-replies.js';

/** Answers 503 `shutting_down` wherever these connections still await an answer, and ends the work behind it. @returns how many */
export function refuseOpenRequests(app: INestApplication, sockets: readonly Socket[]): number {
  const responder = app.get(ErrorResponder);
  const replies = sockets.flatMap(openReplies);
  for (const reply of replies) {
    const error = new AppError('shutting_down', 'The service is shutting down; send the request again.', {
      retryable: true,
    });
    if (!reply.raw.headersSent) responder.respond(error, reply.request, reply);
    abortRequest(reply.request, error);
  }
  return replies.length;
}
