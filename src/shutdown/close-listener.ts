import type { Server } from 'node:http';

const SWEEP_MS = 50;

/**
 * Takes no new connection and waits for the requests in flight. Connections that fall idle are closed as they do:
 * a keep-alive client would otherwise hold a closed server open for ever.
 */
export async function closeListener(server: Server, signal: AbortSignal): Promise<void> {
  if (!server.listening) return;
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('The deadline passed.')), { once: true });
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeIdleConnections();
    });
  } finally {
    clearInterval(sweep);
  }
}
