import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { REQUEST_ID_HEADER } from '../request-context/request-id.js';
import { LINES_BESIDE_A_POLICY, SECURITY_HEADER_LINES } from './security-headers.js';

/** As Fastify hands them over: names in small letters. */
type Headers = OutgoingHttpHeaders | undefined;

/**
 * An answer of Node's server that says its request ID and SECURITY_HEADERS, whoever writes it. They are put behind the
 * head that Node has made: handed to Fastify and Node one by one, each is looked up, checked and copied for every
 * request, which took an eighth of a small one (decision 39).
 */
export class OurResponse<R extends IncomingMessage = IncomingMessage> extends ServerResponse<R> {
  /** The head as Node will send it, with the empty line that ends it. */
  declare private _header: string;
  private requestId = '';

  /** Lets a response say its request ID, which is a usable one. One that is not ours, as a test's, is left as it is. */
  static identify(response: ServerResponse, requestId: string): void {
    if (response instanceof OurResponse) response.requestId = requestId;
  }

  override writeHead(status: number, reason?: unknown, headers?: unknown): this {
    super.writeHead(status, reason as string, headers as Headers);
    const own = (headers ?? reason) as Headers;
    const lines = own?.['content-security-policy'] ? LINES_BESIDE_A_POLICY : SECURITY_HEADER_LINES;
    this._header = `${this._header.slice(0, -2)}${REQUEST_ID_HEADER}: ${this.requestId}\r\n${lines}\r\n`;
    return this;
  }
}
