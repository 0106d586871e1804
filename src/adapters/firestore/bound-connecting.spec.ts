import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeafLine } from '../../../test/doubles/deaf-line.js';
import { boundConnecting } from './bound-connecting.js';

const BOUND_MS = 200;

describe('A connection', () => {
  const sockets: Socket[] = [];
  let line: DeafLine;
  let server: Server;
  let end: () => void = () => undefined;

  beforeAll(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    line = await DeafLine.to((server.address() as AddressInfo).port);
    await line.deafen();
  });
  afterEach(() => {
    end();
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(async () => {
    await line.close();
    server.close();
  });

  const open = (port: number) => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    return socket;
  };

  it('that nobody answers is given up after the bound, with an error', async () => {
    end = boundConnecting(BOUND_MS);
    const socket = open(line.port);
    const [error] = (await once(socket, 'close', { signal: AbortSignal.timeout(2000) }).catch(
      (failure: unknown) => [failure],
    )) as [Error];
    expect(error.message).toBe('connect ETIMEDOUT, no answer within 200 ms');
    expect(socket.destroyed).toBe(true);
  });

  it('that is made is left alone, however long it is silent', async () => {
    end = boundConnecting(BOUND_MS);
    const socket = open((server.address() as AddressInfo).port);
    await once(socket, 'connect');
    await sleep(2 * BOUND_MS);
    expect(socket.destroyed).toBe(false);
  });

  it('goes on being tried where there is no bound, and where it was ended', async () => {
    boundConnecting(BOUND_MS)();
    const socket = open(line.port);
    await sleep(2 * BOUND_MS);
    expect([socket.connecting, socket.destroyed]).toEqual([true, false]);
  });
});
