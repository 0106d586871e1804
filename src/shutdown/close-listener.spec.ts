import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { closeListener } from './close-listener.js';
import { Connections } from './connections.js';

const GET = 'GET / HTTP/1.1\r\nHost: here\r\n\r\n';
/** More than the buffers of a loopback connection hold. */
const LARGE = 'x'.repeat(32 * 1024 * 1024);

describe('A listener that closes', () => {
  let server: Server;
  let connections: Connections;
  let handle: (request: IncomingMessage, response: ServerResponse) => void;
  let clients: Socket[];
  const busy = new Set<Socket>();

  beforeEach(async () => {
    clients = [];
    handle = (_request, response) => response.end('fine');
    server = createServer((request, response) => {
      busy.add(request.socket);
      response.once('close', () => busy.delete(request.socket));
      handle(request, response);
    });
    connections = new Connections(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const client of clients) client.destroy();
    server.closeAllConnections();
  });

  const dial = async () => {
    const address = server.address();
    const client = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
    clients.push(client);
    const accepted = once(server, 'connection');
    await once(client, 'connect');
    await accepted;
    return client;
  };
  const close = (signal = new AbortController().signal) =>
    closeListener({ server, connections, isBusy: (socket) => busy.has(socket) }, signal);
  /** Everything that comes until the connection ends. */
  const rest = async (client: Socket) => {
    let text = '';
    client.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    await once(client, 'end');
    return text;
  };

  it('is closed at once where nobody is connected, or where it never listened', async () => {
    expect(await close()).toBe(true);
    expect(await close()).toBe(true);
  });

  it('takes no new connection', async () => {
    const client = await dial();
    const closed = close();
    await expect(dial()).rejects.toThrow('ECONNREFUSED');
    client.destroy();
    expect(await closed).toBe(true);
  });

  it('waits for the answer to a request in flight', async () => {
    const { promise, resolve } = Promise.withResolvers<ServerResponse>();
    handle = (_request, response) => resolve(response);
    const client = await dial();
    client.write(GET);
    const response = await promise;
    const closed = close();
    const answer = rest(client);
    // Later than any quiet connection would have been closed.
    setTimeout(() => response.end('late but whole'), 800);
    expect(await answer).toContain('late but whole');
    expect(await closed).toBe(true);
  });

  it('closes connections that are idle, and those on which no request ever came', async () => {
    const used = await dial();
    used.write(GET);
    await once(used, 'data');
    const silent = await dial();
    const ends = [once(used, 'close'), once(silent.resume(), 'close')];
    expect(await close()).toBe(true);
    await Promise.all(ends);
  });

  it('answers the request that is just arriving on an idle connection', async () => {
    const client = await dial();
    client.write(GET);
    await once(client, 'data');
    const closed = close();
    client.write(GET);
    expect(String((await once(client, 'data'))[0])).toContain('fine');
    expect(await closed).toBe(true);
  });

  it('does not cut off an answer that its reader takes slowly', async () => {
    handle = (_request, response) => response.end(LARGE);
    const client = await dial();
    client.pause();
    client.write(GET);
    await once(client, 'readable');
    const closed = close();
    // Written, and not read for longer than any quiet connection is left open.
    await new Promise((resolve) => setTimeout(resolve, 800));
    const text = await rest(client);
    expect(text.length).toBeGreaterThan(LARGE.length);
    expect(await closed).toBe(true);
  });

  it('gives up when its time is over, and leaves the connections to whoever asked', async () => {
    handle = () => undefined;
    const client = await dial();
    client.write(GET);
    await once(server, 'request');
    const controller = new AbortController();
    const closed = close(controller.signal);
    controller.abort();
    expect(await closed).toBe(false);
    expect(client.destroyed).toBe(false);
    expect(connections.open).toHaveLength(1);
    connections.closeAll();
    await once(client.resume(), 'close');
  });
});
