import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { REQUEST_ID_HEADER } from '../request-context/request-id.js';
import { lingerAtTheEnd } from './lingering-close.js';
import { LINES_BESIDE_A_POLICY, SECURITY_HEADER_LINES } from './security-headers.js';

/** As Fastify hands them over: names in small letters. */
type Headers = OutgoingHttpHeaders | undefined;

declare module 'http' {
  interface OutgoingMessage {
    /** Not documented: writes the head, its first line and then each header. */
    _storeHeader(firstLine: string, headers: Headers): void;
    /** Not documented: whether the connection is closed after it; known once its head is written. */
    _last: boolean;
  }
}

const LAST = Symbol('has begun its last answer');
type MarkedSocket = Socket & { [LAST]?: true };

/**
 * An answer of Node's server that says its request ID and SECURITY_HEADERS, whoever writes it. They go with the first
 * line of the head: handed to Fastify and Node one by one, each is looked up, checked and copied for every request,
 * which took an eighth of a small one (decision 39).
 */
export class OurResponse<R extends IncomingMessage = IncomingMessage> extends ServerResponse<R> {
  private requestId = '';

  /** Lets a response say its request ID, which is a usable one. One that is not ours, as a test's, is left as it is. */
  static identify(response: ServerResponse, requestId: string): void {
    if (response instanceof OurResponse) response.requestId = requestId;
  }

  /** Whether a connection's last answer has begun: whatever comes on it after that gets none. */
  static wasLast(socket: Socket): boolean {
    return (socket as MarkedSocket)[LAST] === true;
  }

  override _storeHeader(firstLine: string, headers: Headers): void {
    // Answered before the body has arrived: where this is the connection's last answer, Node closes it next.
    if (!this.req.complete) lingerAtTheEnd(this.req.socket);
    const lines = headers?.['content-security-policy'] ? LINES_BESIDE_A_POLICY : SECURITY_HEADER_LINES;
    super._storeHeader(`${firstLine}${REQUEST_ID_HEADER}: ${this.requestId}\r\n${lines}`, headers);
    if (this._last) (this.req.socket as MarkedSocket)[LAST] = true;
  }
}
