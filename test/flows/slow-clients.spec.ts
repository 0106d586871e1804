import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { JobEvents } from '../../src/analysis/jobs/job-events.js';
import { PdfWriter } from '../../src/analysis/report/report.js';
import { Config } from '../../src/config/config.js';
import { serverOptions } from '../../src/http/http.js';
import { ManagementListener } from '../../src/metrics/management-listener.js';
import { eventually } from '../contracts/eventually.js';
import { createTestApp, type TestApp } from '../harness.js';

jest.setTimeout(30_000);

const MEGABYTE = 1024 * 1024;
/** More than the buffers of a loopback connection hold. */
const LARGE = 32 * MEGABYTE;
const ORDER = {
  company: 'Acme',
  frameworks: ['swot'],
  sources: [
    {
      id: 'a',
      title: 'Report',
      content: 'Our brand is strong in the north. Two suppliers sell all of our chips.',
    },
  ],
};

let service: TestApp;
const sockets: Socket[] = [];
beforeAll(async () => {
  service = await createTestApp({ env: { CLIENT_TIMEOUT: '0.5', METRICS_PORT: '0', REQUEST_TIMEOUT: '5' } });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => service.close());

/** A client that sends this, and never closes its half of the connection. */
async function dial(port: number, bytes: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  sockets.push(socket.on('error', () => undefined));
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}
const portOf = () => Number(new URL(service.url).port);
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

/** Resolves when the server holds no connection any more. */
async function untilClosed(server: Server): Promise<void> {
  const open = () =>
    new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  await eventually(async () => (await open()) === 0);
}

const HALVES: readonly (readonly [string, string, number])[] = [
  ['says nothing', '', 408],
  ['begins a head', 'GET /engines HTTP/1.1\r\nHost:', 408],
  [
    'begins a body',
    'POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    408,
  ],
  ['sends nonsense', 'NONSENSE\r\n\r\n', 400],
  ['asks for a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n', 405],
];

describe('A client that stays after it', () => {
  it.each(HALVES)('%s is answered and cut off', async (_what, bytes, status) => {
    const server = service.app.getHttpServer();
    server.closeAllConnections();
    await untilClosed(server);
    const socket = await dial(portOf(), bytes);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*X-Request-ID`, 'i'));
    await untilClosed(server);
  });

  it('begins a head at METRICS_PORT is answered and cut off', async () => {
    const config = service.app.get(Config);
    const listener = new ManagementListener(
      config,
      service.app.getHttpAdapter().getInstance(),
      serverOptions(config),
    );
    await listener.listen();
    const socket = await dial(listener.port ?? 0, 'GET /metrics HTTP/1.1\r\nHost:');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 408 /);
    await once(socket, 'end');
    listener.close();
  });
});

describe('A client that does not read', () => {
  const dropped = async (route: string) => {
    const [line] = await service.logs.until('slow_reader_dropped', 1, (each) => each.route === route);
    expect(line).toMatchObject({ level: 'WARNING', request_id: expect.any(String) as string });
    const [access] = await service.logs.until(
      'http_request_completed',
      1,
      (each) => each.request_id === line?.request_id,
    );
    expect(access).toMatchObject({ route, status: 200, incomplete: true });
  };
  const analysed = async () => {
    const { report_id: id } = (await (await service.post('/analyze', ORDER)).json()) as { report_id: string };
    jest.spyOn(service.app.get(PdfWriter), 'write').mockResolvedValue(Buffer.alloc(LARGE, 'x'));
    return `/reports/${id}?format=pdf`;
  };

  it('loses its download', async () => {
    (await dial(portOf(), get(await analysed()))).pause();
    await dropped('/reports/:id');
  });

  it('loses its stream of events, which then ends', async () => {
    const { job_id: id } = (await (await service.post('/analyze/async', ORDER)).json()) as { job_id: string };
    const ended = Promise.withResolvers<undefined>();
    jest.spyOn(service.app.get(JobEvents), 'follow').mockImplementation(async function* () {
      try {
        for (;;) yield await Promise.resolve(`data: ${'x'.repeat(65_536)}\n\n`);
      } finally {
        ended.resolve(undefined);
      }
    });
    (await dial(portOf(), get(`/jobs/${id}/events`))).pause();
    await dropped('/jobs/:id/events');
    await ended.promise;
  });

  it('but one that reads slowly gets its download whole', async () => {
    const socket = await dial(portOf(), get(await analysed()));
    let bytes = 0;
    let sinceRest = 0;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      sinceRest += chunk.length;
      if (sinceRest < 2 * MEGABYTE) return;
      sinceRest = 0;
      socket.pause();
      setTimeout(() => socket.resume(), 100);
    });
    await eventually(() => bytes >= LARGE || socket.destroyed);
    expect(bytes).toBeGreaterThanOrEqual(LARGE);
  });
});
