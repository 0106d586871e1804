import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { errorBody } from '../errors/error-body.js';
import type { ErrorResponder } from '../errors/error-responder.js';
import { AppError } from '../errors/errors.js';
import { toAppError } from '../errors/to-app-error.js';
import type { Log } from '../logging/log.js';
import type { RequestContext } from '../request-context/request-context.js';
import { REQUEST_ID_HEADER, requestIdOf } from '../request-context/request-id.js';
import { lingerThenClose } from './lingering-close.js';
import { openReply } from './open-replies.js';
import { SECURITY_HEADER_LINES } from './security-headers.js';

/** `rawPacket` is the buffer in which the parser stopped. */
type ParserError = Error & { readonly code?: string | undefined; readonly rawPacket?: unknown };

/** Answers what Node's parser gives up on, in the common shape, and closes the connection. */
export class BrokenRequests {
  constructor(
    private readonly context: RequestContext,
    private readonly responder: ErrorResponder,
    private readonly log: Log,
  ) {}

  /** Node's `clientError`. */
  answer(error: ParserError, socket: Socket): void {
    const reply = openReply(socket);
    if (error.code === 'ECONNRESET' || !socket.writable || reply?.raw.headersSent) {
      socket.destroy(error);
    } else if (!reply) {
      this.refuse(toAppError(error) ?? notHttp(error), socket, idIn(error.rawPacket));
    } else if (reply.request.raw.complete) {
      // What follows a whole request makes no sense: the request gets its answer, and the connection ends with it.
      reply.raw.shouldKeepAlive = false;
    } else {
      void reply.header('Connection', 'close');
      this.responder.respond(toAppError(error) ?? notHttp(error), reply.request, reply);
    }
  }

  /** An answer by hand, where there is no request to reply to. */
  refuse(error: AppError, socket: Socket, requestId: string): void {
    this.context.run({ requestId }, () =>
      this.log.info('broken_request_refused', { status: error.status, code: error.code }),
    );
    const body = JSON.stringify(errorBody(error, requestId));
    lingerThenClose(
      socket,
      `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? 'Error'}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `X-Request-ID: ${requestId}\r\n${SECURITY_HEADER_LINES}Connection: close\r\n\r\n${body}`,
    );
  }
}

const notHttp = (cause: Error) => new AppError('bad_request', 'This is not a valid HTTP request.', { cause });

/** The ID that the unreadable bytes hold in clear, where they hold one and it is usable; else a new one. */
function idIn(packet: unknown): string {
  const text = Buffer.isBuffer(packet) ? packet.toString('latin1') : '';
  const lines = [...text.matchAll(/^x-request-id:([^\r\n]{0,200})/gim)];
  const [only] = lines.length === 1 ? lines : [];
  return requestIdOf({ headers: only?.[1] === undefined ? {} : { [REQUEST_ID_HEADER]: only[1].trim() } });
}
