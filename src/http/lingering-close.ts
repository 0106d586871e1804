import type { Socket } from 'node:net';

const LINGER_MS = 1000;

/**
 * Ends our half of a connection whose client may still be sending. Closed at once, with bytes of it unread, the
 * connection would be reset, and the answer lost on its way (RFC 9112, 9.6). One that never closes its own half is not
 * waited for.
 */
export function lingerThenClose(socket: Socket, lastWords = ''): void {
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.end(lastWords);
}

/** The same for a connection that Node closes by itself, once its last answer is written. */
export function lingerAtTheEnd(socket: Socket): void {
  socket.destroySoon = () => lingerThenClose(socket);
}
