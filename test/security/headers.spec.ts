import helmet from '@fastify/helmet';
import fastify from 'fastify';
import { freePort } from '../doubles/free-port.js';
import { createTestApp, type TestApp } from '../harness.js';
import { exchangeOne, head } from '../raw-http.js';
import { SECURITY_HEADERS } from '../../src/http/security-headers.js';

const OPS_TOKEN = 'the-operators-token';
const REQUEST = { company: 'Acme', frameworks: ['swot'] };
const EVERYWHERE = Object.entries(SECURITY_HEADERS).filter(([name]) => name !== 'content-security-policy');

describe('What an answer says to browsers', () => {
  let service: TestApp;
  let id: string;
  beforeAll(async () => {
    service = await createTestApp({ env: { OPS_TOKEN } });
    id = ((await (await service.post('/analyze', REQUEST)).json()) as { report_id: string }).report_id;
  });
  afterAll(() => service.close());

  const expectClosed = (answer: Response) => {
    for (const [name, value] of EVERYWHERE) expect([name, answer.headers.get(name)]).toEqual([name, value]);
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe-eval|\*|script-src[^;]*unsafe-inline/);
    for (const name of ['access-control-allow-origin', 'server', 'x-powered-by', 'set-cookie'])
      expect([name, answer.headers.get(name)]).toEqual([name, null]);
  };

  it.each([
    ['GET', '/engines', 200],
    ['GET', '/v1/engines', 200],
    ['GET', '/health/live', 200],
    ['GET', '/health/ready', 200],
    ['GET', '/health/metrics', 401],
    ['GET', '/openapi.json', 200],
    ['GET', '/docs', 200],
    ['GET', '/docs/page.js', 200],
    ['GET', '/docs/../etc', 404],
    ['GET', '/reports/REPORT', 200],
    ['GET', '/reports/REPORT?format=markdown', 200],
    ['GET', '/reports/REPORT?format=html', 200],
    ['GET', '/reports/REPORT/download?format=pdf', 200],
    ['GET', '/reports/REPORT?format=xml', 406],
    ['GET', '/reports/none', 400],
    ['GET', '/nothing', 404],
    ['GET', '/%zz', 400],
    ['DELETE', '/engines', 405],
    ['OPTIONS', '/analyze', 405],
    ['POST', '/analyze', 400],
    ['HEAD', '/engines', 200],
  ])('closes what could be misused: %s %s', async (method, path, status) => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await service.get(path.replace('REPORT', id), { method, headers });
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    expectClosed(answer);
  });

  it('is said in answers that Node itself would give, too', async () => {
    const { status, headers } = await exchangeOne(service.url, 'GET / HTTP/9.9\r\n\r\n');
    expect(status).toBe(400);
    expect(headers).toMatchObject(SECURITY_HEADERS);
    expect((await exchangeOne(service.url, head('CONNECT evil:443'))).headers).toMatchObject(
      SECURITY_HEADERS,
    );
  });

  it('holds at least what @fastify/helmet would say', async () => {
    const helmeted = fastify();
    await helmeted.register(helmet);
    helmeted.get('/', () => ({}));
    const { headers } = await helmeted.inject('/');
    await helmeted.close();
    const theirs = Object.keys(headers).filter(
      (name) => !/^(content-(type|length)|date|connection)$/.test(name),
    );
    // Obsolete or without meaning for an API: each browser that knew them is gone, or would do the same without.
    const leftOut = [
      'origin-agent-cluster',
      'x-dns-prefetch-control',
      'x-download-options',
      'x-permitted-cross-domain-policies',
      'x-xss-protection',
    ];
    expect(theirs.filter((name) => !(name in SECURITY_HEADERS)).sort()).toEqual(leftOut);
  });
});

describe('The pages of other origins', () => {
  const OURS = 'https://app.example.com';
  let service: TestApp;
  beforeAll(async () => {
    service = await createTestApp({ env: { CORS_ORIGINS: `${OURS},http://localhost:${await freePort()}` } });
  });
  afterAll(() => service.close());

  const ask = (path: string, origin: string, headers: Record<string, string> = {}, method = 'GET') =>
    service.get(path, { method, headers: { origin, ...headers } });
  const preflight = (path: string, origin: string) =>
    ask(path, origin, { 'access-control-request-method': 'POST' }, 'OPTIONS');
  const cors = (answer: Response) =>
    [...answer.headers].filter(([name]) => name.startsWith('access-control-')).map(([name]) => name);

  it('may read answers, errors too, where they are listed', async () => {
    for (const path of ['/engines', '/nothing', '/reports/none']) {
      const answer = await ask(path, OURS);
      expect(answer.headers.get('access-control-allow-origin')).toBe(OURS);
      expect(answer.headers.get('access-control-expose-headers')).toContain('X-Request-ID');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  it('are told before a request what they may send', async () => {
    const answer = await preflight('/v1/analyze', OURS);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(answer.headers.get('access-control-allow-methods')).toBe('POST');
    expect(answer.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    expect((await preflight('/nothing', OURS)).status).toBe(404);
  });

  it.each([
    'https://evil.example',
    'https://app.example.com.evil.example',
    'https://evil-app.example.com',
    'http://app.example.com',
    'https://app.example.com:444',
    'HTTPS://APP.EXAMPLE.COM',
    'null',
  ])('may read nothing where they are not: %s', async (origin) => {
    expect(cors(await ask('/engines', origin))).toEqual([]);
    const answer = await preflight('/analyze', origin);
    expect([answer.status, cors(answer)]).toEqual([405, []]);
  });

  it('never read what is for operators', async () => {
    for (const path of ['/health/live', '/health/metrics', '/health/log-level'])
      expect([path, cors(await ask(path, OURS)), cors(await preflight(path, OURS))]).toEqual([path, [], []]);
  });
});
