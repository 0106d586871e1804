import { gzipSync } from 'node:zlib';
import { createTestApp, type TestApp } from '../harness.js';
import { exchange, head } from '../raw-http.js';

const CODES = [400, 404, 405, 406, 413, 415, 422];
const COMPANY = { company: 'Acme', frameworks: ['swot'] };
const source = (content: string) => ({ ...COMPANY, sources: [{ id: 'a', title: 'T', content }] });

describe('A hostile request', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await createTestApp();
  });
  afterAll(() => service.close());

  const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    service.get('/analyze', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const refusal = async (answer: Response) => {
    const body = (await answer.json()) as Record<string, unknown>;
    expect(CODES).toContain(answer.status);
    expect(body).toMatchObject({ request_id: answer.headers.get('x-request-id') });
    expect(typeof body.code).toBe('string');
    return body;
  };

  it.each([
    '/docs/..%2f..%2fpackage.json',
    '/docs/%2e%2e%2fpage.js',
    '/docs/..%5c..%5cpackage.json',
    '/docs/%2fetc%2fpasswd',
    '/docs/page.js%00.html',
    '/docs/__proto__',
    '/docs/constructor',
    '/reports/..%2f..%2f..%2fetc%2fpasswd',
    '/reports/%2e%2e/download',
    '/jobs/..%2fjobs/events',
    '/reports/%252e%252e%252fetc',
    '/reports/..;/health/metrics',
    '//etc/passwd',
    '/v1/../../etc/passwd',
  ])('finds no file but those of the page: %s', async (path) => {
    const answers = await exchange(service.url, [head(`GET ${path}`)]);
    expect(answers).toHaveLength(1);
    expect([400, 404]).toContain(answers[0]!.status);
    expect(answers[0]!.body).not.toMatch(/root:|"dependencies"|node_modules/);
  });

  it.each([
    '{"company":"Acme","__proto__":{"polluted":1}}',
    '{"company":"Acme","constructor":{"prototype":{"polluted":1}}}',
    '{"company":"Acme","limits":{"__proto__":{"polluted":1}}}',
    '{"company":"Acme","sources":[{"id":"a","title":"T","content":"C","__proto__":{"polluted":1}}]}',
    '{"company":"Acme","metadata":{"__proto__":{"polluted":"1"}}}',
    '{"__proto__":{"company":"Acme"}}',
  ])('pollutes no prototype: %s', async (body) => {
    await refusal(await send(body));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('pollutes none by a query, and none by metadata that is named like one', async () => {
    for (const query of [
      '__proto__[polluted]=1',
      '__proto__.polluted=1',
      'constructor[prototype][polluted]=1',
    ])
      await refusal(await service.get(`/reports?${query}`));
    const answer = await send(
      '{"company":"Acme","frameworks":["swot"],"metadata":{"__proto__":"x","constructor":"y"}}',
    );
    expect(answer.status).toBeLessThan(500);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['lists', '['.repeat(500_000)],
    ['whole lists', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['lists in a field', `{"company":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['metadata', `{"company":"Acme","metadata":{"a":${'{"a":'.repeat(80_000)}1${'}'.repeat(80_001)}}`],
  ])('may be as deep as it likes: %s', async (_what, body) => {
    await refusal(await send(body));
  });

  it('of 80,000 unknown fields or 20,000 wrong items is told fifty faults at most, and soon', async () => {
    const fields = Object.fromEntries(Array.from({ length: 80_000 }, (_, index) => [`f${index}`, 1]));
    for (const body of [
      { ...COMPANY, ...fields },
      { ...COMPANY, frameworks: Array(20_000).fill('x') },
    ]) {
      const { details } = await refusal(await send(JSON.stringify(body)));
      expect((details as unknown[]).length).toBeLessThanOrEqual(50);
    }
  });

  it('is not unpacked: a bomb is refused by its header', async () => {
    const bomb = gzipSync(JSON.stringify(source('0'.repeat(50_000_000))));
    for (const encoding of ['gzip', 'br', 'deflate', 'zstd', 'gzip, gzip', 'GZIP']) {
      const answer = await send(new Uint8Array(bomb), { 'content-encoding': encoding });
      expect([answer.status, (await refusal(answer)).code]).toEqual([415, 'unsupported_media_type']);
    }
    await refusal(await send(new Uint8Array(bomb)));
  });

  it.each([
    ['invisible', 'Ac\u200bme'],
    ['reordered', 'Acme\u202egro.live'],
    ['isolated', '\u2066Acme\u2069'],
    ['half a character', 'Acme\ud800'],
    ['a null', 'Acme\u0000'],
    ['marks without end', `A${'\u0301'.repeat(5000)}`],
    ['a line end', 'Acme\r\nSet-Cookie: a=b'],
    ['separators', 'Acme\u2028'],
    ['markup', '<img src=x onerror=alert(1)>'],
  ])('has no such company: %s', async (_what, company) => {
    await refusal(await send(JSON.stringify({ ...COMPANY, company })));
  });

  it('puts no header into the answer that names a download', async () => {
    const company = 'Acme\u00a0"; filename=evil.exe \u{1d4d0}';
    const answer = await send(JSON.stringify({ ...COMPANY, company: 'Acme, "Inc" (évil)/..' }));
    expect(answer.status).toBe(400);
    await refusal(await send(JSON.stringify({ ...COMPANY, company })));
    const made = await service.post('/analyze', { ...COMPANY, company: "Ac(me)' ../évil" });
    const { report_id: id } = (await made.json()) as { report_id: string };
    const { headers } = await service.get(`/reports/${id}/download?format=markdown`);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%~!-]+$/,
    );
  });

  it('counts and stays one line of the log, whatever it holds', async () => {
    const forged = encodeURIComponent('\n{"event":"forged","level":"CRITICAL"}');
    await service.get(`/nothing/${forged}`);
    await exchange(service.url, [
      head('GET /engines', ['X-Request-ID: a\tb', 'User-Agent: x\x1b[2J', 'X-API-Key: \x00']),
    ]).catch(() => []);
    await service.get('/last');
    await service.logs.until('http_request_completed', 1, ({ path }) => path === '/last');
    expect(service.logs.of('forged')).toEqual([]);
    expect(service.logs.text).not.toMatch(/\u001b|\u0000/);
  });

  it('of any kind above never reached a 5xx', () => {
    const failures = service.logs.lines.filter(({ status }) => typeof status === 'number' && status >= 500);
    expect(failures).toEqual([]);
    expect(service.logs.of('unhandled_exception')).toEqual([]);
  });
});
