import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { eventually } from '../contracts/eventually.js';
import { createTestApp, sample, type TestApp } from '../harness.js';
import { dial, exchangeOne, head } from '../raw-http.js';

jest.setTimeout(30_000);

const OPS_TOKEN = 'the-operators-token';
const BODY = JSON.stringify({ company: 'Acme', sources: [] });
const HALF =
  head('POST /analyze/estimate', ['Content-Type: application/json', `Content-Length: ${BODY.length}`]) +
  BODY.slice(0, 5);

let service: TestApp;
afterEach(() => service.close());

const AUTHORIZED = { headers: { authorization: `Bearer ${OPS_TOKEN}` } };
const refusals = async (reason: string) =>
  sample(
    await (await service.get('/health/metrics', AUTHORIZED)).text(),
    `consultantos_requests_refused_total{reason="${reason}"}`,
  );
const setFaults = (faults: object) =>
  service.get('/health/faults', {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...AUTHORIZED.headers },
    body: JSON.stringify(faults),
  });
/** Asks until a request is answered so. */
async function until(status: number): Promise<Response> {
  for (;;) {
    const answer = await service.get('/engines');
    if (answer.status === status) return answer;
    await answer.text();
  }
}

/** What anybody sees of an overload, and what stays as it was. */
async function expectRefusals(reason: string): Promise<void> {
  const answer = await until(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(await answer.json()).toMatchObject({
    code: 'overloaded',
    request_id: answer.headers.get('x-request-id'),
  });
  const probes = ['live', 'ready', 'startup', 'metrics'].map((probe) =>
    service.get(`/health/${probe}`, AUTHORIZED),
  );
  expect((await Promise.all(probes)).map((each) => each.status)).toEqual([200, 200, 200, 200]);
  expect(await refusals(reason)).toBeGreaterThanOrEqual(1);
  expect(service.logs.of('overload_started')).toMatchObject([{ level: 'WARNING', reason }]);
  expect(service.logs.of('request_failed')).toEqual([]);
}

it('With too many requests in flight further ones are refused, unread, until one is done', async () => {
  service = await createTestApp({ env: { MAX_IN_FLIGHT: '20' } });
  const halves = await Promise.all(Array.from({ length: 20 }, () => dial(service.url, HALF)));
  await expectRefusals('requests_in_flight');
  for (let count = 0; count < 50; count += 1) await service.get('/engines');
  expect(service.logs.of('overload_started')).toHaveLength(1);
  // Before anybody asks who the client is, or whether there is such a path.
  expect((await service.get('/nowhere')).status).toBe(503);
  const refused = await refusals('requests_in_flight');

  halves[0]!.hangUp();
  await until(200);
  for (const { hangUp } of halves) hangUp();
  const [ended] = await service.logs.until('overload_ended');
  expect(ended).toMatchObject({ level: 'INFO', duration_ms: expect.any(Number) as number });
  expect(ended?.refused).toBeGreaterThanOrEqual(refused ?? Infinity);
});

it('While the event loop is late requests are refused, and probes answered', async () => {
  service = await createTestApp({ env: { OPS_TOKEN, MAX_EVENT_LOOP_DELAY_MS: '60' } });
  expect((await service.get('/engines')).status).toBe(200);
  // The service shares the loop of this test: every turn of it takes so long.
  const blocking = setInterval(() => {
    const end = performance.now() + 250;
    while (performance.now() < end);
  }, 1);
  await expectRefusals('event_loop_delay').finally(() => clearInterval(blocking));
  await until(200);
});

it('Where memory is short requests are refused, and probes answered', async () => {
  const env = { FAULT_INJECTION: 'true', OPS_TOKEN, MAX_MEMORY_SHARE: '0.2' };
  service = await createTestApp({ env });
  await until(200);
  await setFaults({ heap_share: 0.22 });
  await expectRefusals('memory');
  await setFaults({});
});

describe('With as many connections as there are open files for', () => {
  const MOST = 4;
  let port: number;
  const sockets: Socket[] = [];
  /** A connection on which this was sent. */
  const open = async (bytes: string) => {
    const socket = connect(port, '127.0.0.1').resume();
    sockets.push(socket.on('error', () => undefined));
    await once(socket, 'connect');
    socket.write(bytes);
    return socket;
  };
  const closed = (all: readonly Socket[]) => all.filter((socket) => socket.closed).length;
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: service\r\n\r\n`;
  /** As many requests that await their answers, for want of the rest of their bodies. */
  const held = async (count: number) => {
    const halves: Socket[] = [];
    while (halves.length < count) {
      const half = await open(HALF.replace('\r\n', '\r\nExpect: 100-continue\r\n'));
      // The service says that it has read the head.
      await once(half, 'data');
      halves.push(half);
    }
    return halves;
  };

  beforeEach(async () => {
    service = await createTestApp();
    const server = service.app.getHttpServer();
    server.maxConnections = MOST;
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  it('whoever comes next is answered, and who has been silent for the longest is closed for it', async () => {
    const silent: Socket[] = [];
    for (let count = 0; count < 40; count += 1)
      silent.push(await open(count % 2 ? '' : 'GET /health/live HT'));
    for (const path of ['/health/live', '/health/ready', '/health/metrics', '/engines']) {
      const answer = await exchangeOne(service.url, head(`GET ${path}`));
      expect([path, answer.status]).toEqual([path, 200]);
    }
    await eventually(() => closed(silent) >= silent.length - MOST);
    expect(silent.findIndex((socket) => !socket.closed)).toBeGreaterThanOrEqual(silent.length - MOST);
    expect(await refusals('connections')).toBeGreaterThanOrEqual(silent.length - MOST);
    expect(service.logs.of('overload_started')).toMatchObject([{ reason: 'connections' }]);
  });

  it('one that asks now and again stays, and so does one that awaits its answer', async () => {
    const [waiting] = await held(1);
    const asking = await open(get('/engines'));
    await once(asking, 'data');
    for (let count = 0; count < 20; count += 1) {
      await open('');
      asking.write(get('/engines'));
      await once(asking, 'data');
    }
    waiting!.write(BODY.slice(5));
    await once(waiting!, 'data');
    expect(asking.closed).toBe(false);
  });

  it('each of which awaits its answer, further ones are closed at once and counted, until one is done', async () => {
    const halves = await held(MOST);
    await once(await open(''), 'close');
    expect(closed(halves)).toBe(0);
    halves[0]!.write(BODY.slice(5));
    await once(halves[0]!, 'data');
    await eventually(async () => {
      const answer = await exchangeOne(service.url, head('GET /health/live')).catch(() => undefined);
      return answer?.status === 200;
    });
    expect(await refusals('connections')).toBeGreaterThanOrEqual(1);
    expect(service.logs.of('overload_started')).toMatchObject([{ reason: 'connections' }]);
  });
});

describe('With as many bytes of bodies as there is room for', () => {
  const BYTES = 100_000;
  const whole = JSON.stringify({ company: 'Acme', sources: [], padding: '' }).padEnd(BYTES);
  const announced = (length: string) =>
    head('POST /analyze/estimate', ['Content-Type: application/json', length]);
  const half = announced(`Content-Length: ${BYTES}`) + whole.slice(0, 5);
  const fill = () => Promise.all(Array.from({ length: 10 }, () => dial(service.url, half)));
  const estimate = (body: RequestInit['body'] = BODY) =>
    service.get('/analyze/estimate', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: body ?? null,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    });
  const served = async () => (await estimate()).status !== 503;

  beforeEach(async () => {
    // The least that can be set: room for one whole body.
    service = await createTestApp({ env: { MAX_BODY_SHARE: '0' } });
  });

  it('further bodies are refused unread, and all else is served', async () => {
    const held = await fill();
    await eventually(async () => (await estimate(whole)).status === 503);
    const refused = await estimate(whole);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ code: 'overloaded' });
    expect(await refusals('body_bytes')).toBeGreaterThanOrEqual(2);
    expect(service.logs.of('overload_started')).toMatchObject([{ level: 'WARNING', reason: 'body_bytes' }]);
    for (const path of ['/health/live', '/health/ready', '/engines'])
      expect((await service.get(path)).status).toBe(200);
    // A small one still fits in.
    expect(await served()).toBe(true);
    held[0]!.hangUp();
    await eventually(async () => (await estimate(whole)).status !== 503);
    for (const { hangUp } of held) hangUp();
  });

  it('they count until their answers are over, and no longer', async () => {
    for (let count = 0; count < 30; count += 1) expect((await estimate(whole)).status).not.toBe(503);
    for (let count = 0; count < 30; count += 1) {
      const { body } = new Response(whole);
      expect((await estimate(body)).status).not.toBe(503);
    }
    expect(await refusals('body_bytes')).toBe(0);
  });

  it('a body of unknown length takes all the room until it has come', async () => {
    const held = await dial(service.url, announced('Transfer-Encoding: chunked'));
    await eventually(async () => !(await served()));
    held.hangUp();
    await eventually(served);
  });

  it('one that is too long is told so', async () => {
    const held = await fill();
    await eventually(async () => (await estimate(whole)).status === 503);
    expect((await estimate('x'.repeat(1_048_577))).status).toBe(413);
    for (const { hangUp } of held) hangUp();
  });
});
