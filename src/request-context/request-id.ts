import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a client may choose as its request ID. */
const USABLE = /^[A-Za-z0-9._:/+=@-]{1,128}$/;

/** The header as a client sends it and every answer carries it. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** The client's own ID where it is usable, else a new UUID v4. A header sent twice arrives joined by a comma. */
export function requestIdOf(message: Pick<IncomingMessage, 'headers'>): string {
  const given = message.headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && USABLE.test(given) ? given : randomUUID();
}

/** True where the client sent an ID that could not be used. */
export function wasRejected(message: Pick<IncomingMessage, 'headers'>, used: string): boolean {
  const given = message.headers[REQUEST_ID_HEADER];
  return given !== undefined && given !== used;
}
