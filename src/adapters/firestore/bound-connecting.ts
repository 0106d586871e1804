import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/**
 * From now on a plain TCP connection of this process that is not made within `milliseconds` is given up. gRPC sets no
 * bound on connecting, and cannot be told one: where packets are lost in silence, its one socket is left to the system,
 * which tries again after 1, 2, 4, 8, 16 s and more, so that a network that is back may go unnoticed for as long. A socket
 * that is given up is followed by a new one, which tries at once. It takes all that node:net connects, since Node does not
 * tell who asked: gRPC, also with TLS, and a Redis without; what connects by node:tls is not among it. Source:
 * https://nodejs.org/api/diagnostics_channel.html#net. @returns how to end it
 */
export function boundConnecting(milliseconds: number): () => void {
  const bound = (message: unknown) => {
    const { socket } = message as { readonly socket: Socket };
    const giveUp = () => socket.destroy(new Error(`connect ETIMEDOUT, no answer within ${milliseconds} ms`));
    const timer = setTimeout(giveUp, milliseconds).unref();
    for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(timer));
  };
  subscribe('net.client.socket', bound);
  return () => void unsubscribe('net.client.socket', bound);
}
