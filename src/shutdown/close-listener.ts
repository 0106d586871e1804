import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import type { Connections } from './connections.js';

const SWEEP_MS = 50;
/** A client that is just sending its next request gets an answer, and `Connection: close`, instead of a reset. */
const QUIET_MS = 500;

interface Listener {
  readonly server: Server;
  readonly connections: Connections;
  /** Whether an answer is awaited on a connection. */
  readonly isBusy: (socket: Socket) => boolean;
}

/**
 * Takes no new connection, waits for the requests in flight, and closes connections as they fall quiet: a keep-alive
 * client would otherwise hold a closed server open for ever. True once all are closed; false when `signal` fires first.
 */
export async function closeListener(
  { server, connections, isBusy }: Listener,
  signal: AbortSignal,
): Promise<boolean> {
  if (!server.listening) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  // Not the HTTP server's own close(): that begins with a closeIdleConnections().
  NetServer.prototype.close.call(server, () => resolve(true));
  const giveUp = () => resolve(false);
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  const sweep = setInterval(() => connections.closeQuiet(QUIET_MS, isBusy), SWEEP_MS);
  try {
    return await promise;
  } finally {
    clearInterval(sweep);
    signal.removeEventListener('abort', giveUp);
  }
}
