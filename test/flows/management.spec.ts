import { once } from 'node:events';
import { connect } from 'node:net';
import { Config } from '../../src/config/config.js';
import { serverOptions } from '../../src/http/http.js';
import { ManagementListener } from '../../src/metrics/management-listener.js';
import { createTestApp, type TestApp } from '../harness.js';

const OPS_TOKEN = 'the-operators-token';
const token = { authorization: `Bearer ${OPS_TOKEN}` };

/** A service with both listeners, and how to ask the second. */
async function serveBoth(env: Record<string, string> = {}) {
  const service = await createTestApp({ env: { METRICS_PORT: '0', ...env } });
  const listener = new ManagementListener(
    service.app.get(Config),
    service.app.getHttpAdapter().getInstance(),
    serverOptions(service.app.get(Config)),
  );
  await listener.listen();
  const port = listener.port ?? 0;
  return {
    service,
    port,
    ask: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init),
    close: async () => {
      listener.close();
      await service.close();
    },
  };
}

/** A refusal in the common shape, with the ID in the header and in the body. */
async function refusal(answer: Response): Promise<[number, string]> {
  const body = (await answer.json()) as Record<string, string>;
  expect(body).toMatchObject({ error: answer.statusText, message: expect.any(String) as string });
  expect(body.request_id).toBe(answer.headers.get('x-request-id'));
  expect(answer.headers.get('content-type')).toBe('application/json');
  return [answer.status, body.code ?? ''];
}

describe('With METRICS_PORT', () => {
  let both: Awaited<ReturnType<typeof serveBoth>>;
  let service: TestApp;
  beforeAll(async () => {
    both = await serveBoth({ OPS_TOKEN });
    ({ service } = both);
  });
  afterAll(() => both.close());

  it.each(['/health/live', '/health/ready', '/health/startup'])('both listeners serve %s', async (path) => {
    for (const answer of [await both.ask(path), await service.get(path)]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('the second serves the metrics, without a token, under the path that Prometheus expects too', async () => {
    for (const path of ['/metrics', '/metrics?name=up', '/health/metrics']) {
      const answer = await both.ask(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'text/plain; version=0.0.4; charset=utf-8',
      ]);
      expect(await answer.text()).toContain('consultantos_build_info{');
    }
  });

  it.each(['/health/detailed', '/health/log-level'])(
    'the second serves %s to whoever holds the token',
    async (path) => {
      expect(await refusal(await both.ask(path))).toEqual([401, 'unauthorized']);
      expect((await both.ask(path, { headers: token })).status).toBe(200);
    },
  );

  it('the second takes a change of the log level', async () => {
    const headers = { 'content-type': 'application/json', ...token };
    const answer = await both.ask('/health/log-level', { method: 'PUT', headers, body: '{"level":"INFO"}' });
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ level: 'INFO' })]);
  });

  it.each([
    '/',
    '/engines',
    '/v1/reports',
    '/docs',
    '/openapi.json',
    '/metrics/',
    '/metricsx',
    '/health',
    '/health/nothing',
  ])('the second serves nothing else: %s', async (path) => {
    expect(await refusal(await both.ask(path))).toEqual([404, 'not_found']);
  });

  it('the first serves neither metrics nor details nor the log level any more, whatever the method and the token', async () => {
    const paths = [
      '/health/metrics',
      '/health/detailed',
      '/health/log-level',
      '/metrics',
      '/health/metrics?x=1',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'PUT']) {
        expect(await refusal(await service.get(path, { method, headers: token }))).toEqual([
          404,
          'not_found',
        ]);
      }
      expect((await service.get(path, { method: 'HEAD' })).status).toBe(404);
    }
    expect((await service.get('/engines')).status).toBe(200);
  });

  it('the second keeps a usable request ID, and says 405 where the method is wrong', async () => {
    const init = { method: 'POST', headers: { 'x-request-id': 'mine' } };
    const answer = await both.ask('/health/live', init);
    expect(answer.headers.get('x-request-id')).toBe('mine');
    expect(await refusal(answer)).toEqual([405, 'method_not_allowed']);
  });

  it.each([
    ['bytes that are no request', 'NONSENSE\r\n\r\n', 400, 'bad_request'],
    ['a request without Host', 'GET /metrics HTTP/1.1\r\n\r\n', 400, 'bad_request'],
    ['a tunnel', 'CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere\r\n\r\n', 405, 'method_not_allowed'],
  ])('the second answers %s in the common shape', async (_what, bytes, status, code) => {
    const socket = connect(both.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      socket.end();
    });
    socket.write(bytes);
    await once(socket, 'close');
    const [head = '', body = '{}'] = text.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const { code: said, request_id: id } = JSON.parse(body) as Record<string, string>;
    expect(said).toBe(code);
    expect(head.toLowerCase()).toContain(`x-request-id: ${id}`);
  });

  it('scrapes and probes are no requests of the API, and write no line', async () => {
    const before = service.logs.of('http_request_completed').length;
    for (const path of ['/metrics', '/health/ready']) await both.ask(path);
    const exposition = await (await both.ask('/metrics')).text();
    expect(exposition).not.toMatch(/route="\/(?:health|metrics)/);
    expect(service.logs.of('http_request_completed')).toHaveLength(before);
  });
});

it('Metrics that are switched off are not found at METRICS_PORT either', async () => {
  const both = await serveBoth({ ENABLE_METRICS: 'false' });
  expect(await refusal(await both.ask('/metrics'))).toEqual([404, 'not_found']);
  expect((await both.ask('/health/ready')).status).toBe(200);
  await both.close();
});

it('Without METRICS_PORT the one listener serves everything, /metrics only as /health/metrics', async () => {
  const service = await createTestApp();
  for (const path of ['/health/metrics', '/health/detailed'])
    expect((await service.get(path)).status).toBe(200);
  expect((await service.get('/metrics')).status).toBe(404);
  await service.close();
});
