import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { eventually } from '../contracts/eventually.js';
import { createTestApp, sample, type TestApp } from '../harness.js';
import { dial, head } from '../raw-http.js';

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

it('Beyond the last connection that it has open files for, further ones are closed at once and counted', async () => {
  service = await createTestApp();
  const server = service.app.getHttpServer();
  server.maxConnections = 3;
  const { port } = server.address() as AddressInfo;
  const silent = Array.from({ length: 3 }, () => connect(port, '127.0.0.1'));
  await Promise.all(silent.map((socket) => once(socket, 'connect')));
  await once(connect(port, '127.0.0.1').resume(), 'close');
  silent[0]!.destroy();
  for (const socket of silent) socket.destroy();
  // Until the service has seen that they are gone, there is no room for whoever asks.
  await eventually(async () => ((await refusals('connections').catch(() => 0)) ?? 0) >= 1);
  expect(service.logs.of('overload_started')).toMatchObject([{ reason: 'connections' }]);
});
