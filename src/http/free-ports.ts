import { createServer } from 'node:net';
import type { Config } from '../config/config.js';
import { cannotListen } from '../errors/errors.js';

/**
 * Asked before anything is opened, so that a second start by mistake leaves the first one's files alone.
 * @throws CannotStart where a port cannot be listened on.
 */
export async function assertFreePorts({ HOST, PORT, METRICS_PORT }: Config): Promise<void> {
  await assertFree('PORT', PORT, HOST);
  if (METRICS_PORT !== undefined) await assertFree('METRICS_PORT', METRICS_PORT, HOST);
}

async function assertFree(variable: 'PORT' | 'METRICS_PORT', port: number, host: string): Promise<void> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', (error) => reject(cannotListen({ variable, port, host }, error) ?? error));
  server.listen(port, host, () => server.close(() => resolve(undefined)));
  await promise;
}
