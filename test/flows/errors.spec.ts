import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import { ERROR_CODES, type ErrorCode } from '../../src/errors/errors.js';
import { createTestApp, type LogLine, sample, type TestApp } from '../harness.js';
import { dial, exchange, exchangeOne, head } from '../raw-http.js';
import { Deeds, ProbeModule, THROWN } from './probe.module.js';

interface Body {
  readonly error: string;
  readonly code: string;
  readonly request_id: string;
  readonly message: string;
  readonly details?: readonly { readonly path: string; readonly message: string }[];
}

const KEY = 'a-key-of-the-tester';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const JSON_TYPE = { 'content-type': 'application/json' };
const counted = async (service: TestApp, type: string) =>
  sample(await service.scrape(), `consultantos_errors_total{error_type="${type}"}`);
const done = async (service: TestApp, id: string): Promise<LogLine[]> => {
  await service.logs.until('http_request_completed', 1, ({ request_id }) => request_id === id);
  return service.logs.lines.filter(({ request_id }) => request_id === id);
};
const troubles = (lines: readonly LogLine[]) =>
  lines.filter(({ level }) => level === 'ERROR' || level === 'CRITICAL');

describe('The answer to an error', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await createTestApp({ imports: [ProbeModule] });
  });
  afterAll(async () => service.close());

  it.each(Object.entries(ERROR_CODES))('has the one shape for %s, %i', async (code, status) => {
    const id = `code-${code}`;
    const answer = await service.get(`/probe/code/${code}`, { headers: { 'x-request-id': id } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/json']);
    expect(await answer.json()).toEqual({
      error: status === 500 ? 'Internal server error' : STATUS_CODES[status],
      code,
      request_id: id,
      message: `This is ${code}.`,
    });
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['rate_limited', 'engine_unavailable', 'overloaded'])(
    'says when to try again for %s, also where the error does not know',
    async (code) => {
      const answer = await service.get(`/probe/code/${code}?bare=true`);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    },
  );

  it('counts and reports failures of 500 and above once, as a warning, and mistakes of clients not at all', async () => {
    for (const [code, status] of Object.entries(ERROR_CODES)) {
      const id = `again-${code}`;
      const before = await counted(service, code);
      await service.get(`/probe/code/${code}`, { headers: { 'x-request-id': id } });
      const lines = await done(service, id);
      const reported = lines.filter(({ event }) => event !== 'http_request_completed');
      if (status < 500) expect([code, reported, before]).toEqual([code, [], undefined]);
      else {
        expect(reported).toEqual([
          expect.objectContaining({
            event: 'request_failed',
            level: 'WARNING',
            code,
            status,
            error_message: 'the reason',
          }),
        ]);
        expect([code, await counted(service, code)]).toEqual([code, (before ?? NaN) + 1]);
      }
      expect(troubles(lines)).toEqual([]);
    }
  });

  const json = (body: string, headers: Record<string, string> = JSON_TYPE) => ({
    method: 'POST',
    headers,
    body,
  });
  const reached: Record<string, [ErrorCode, string, RequestInit, Record<string, string>?]> = {
    'an unknown path': ['not_found', '/nowhere', {}],
    'an unknown path with a broken body': ['not_found', '/nowhere', json('{')],
    'an unknown version': ['not_found', '/v2/engines', {}],
    'an unknown method': ['method_not_allowed', '/analyze', { method: 'PATCH' }, { allow: 'POST' }],
    'an unknown method and a broken body': [
      'method_not_allowed',
      '/engines',
      json('{'),
      { allow: 'GET, HEAD' },
    ],
    'a method that a path with parameters lacks': [
      'method_not_allowed',
      `/reports/${randomUUID()}`,
      { method: 'POST' },
      { allow: 'DELETE, GET, HEAD' },
    ],
    'half a JSON body': ['malformed_json', '/analyze', json('{"company":')],
    'no JSON body': ['malformed_json', '/analyze', json('')],
    'no body at all': ['malformed_json', '/analyze', { method: 'POST' }],
    'no JSON body for an operator': ['malformed_json', '/health/log-level', { ...json(''), method: 'PUT' }],
    'a body that is no UTF-8': [
      'malformed_json',
      '/analyze',
      { method: 'POST', headers: JSON_TYPE, body: Buffer.from('{"company":"Nestl\u00e9"}', 'latin1') },
    ],
    'an empty body where none is wanted': ['not_found', `/jobs/${randomUUID()}/cancel`, json('')],
    'an empty body of a deletion': [
      'not_found',
      `/reports/${randomUUID()}`,
      { ...json(''), method: 'DELETE' },
    ],
    'half a body where none is wanted': ['malformed_json', `/jobs/${randomUUID()}/cancel`, json('{')],
    'a compressed body': ['unsupported_media_type', '/analyze', json('{}', { 'content-encoding': 'gzip' })],
    'another character set': [
      'unsupported_media_type',
      '/analyze',
      json('{}', { 'content-type': 'application/json; charset=utf-16' }),
    ],
    'a text': ['unsupported_media_type', '/analyze', json('{}', { 'content-type': 'text/plain' })],
    'an empty text': ['unsupported_media_type', '/analyze', json('', { 'content-type': 'text/plain' })],
    'a text under /v1': [
      'unsupported_media_type',
      '/v1/analyze',
      json('{}', { 'content-type': 'text/plain' }),
    ],
    'a text where no body is wanted': [
      'unsupported_media_type',
      `/jobs/${randomUUID()}/cancel`,
      json('x', { 'content-type': 'Text/Plain; charset=utf-8' }),
    ],
    'a text for an operator': [
      'unsupported_media_type',
      '/health/log-level',
      { ...json('{"level":"INFO"}', { 'content-type': 'text/plain' }), method: 'PUT' },
    ],
    'a form': [
      'unsupported_media_type',
      '/analyze',
      json('company=Acme', { 'content-type': 'application/x-www-form-urlencoded' }),
    ],
    'a body without a type': [
      'unsupported_media_type',
      '/analyze',
      { method: 'POST', body: new Uint8Array([123, 125]) },
    ],
    'a body over 1 MiB': ['payload_too_large', '/analyze', json(`{"company":"${'a'.repeat(1_048_577)}"}`)],
    'bad percent-encoding': ['bad_request', '/%zz', {}],
    'an engine that is not there': [
      'engine_unavailable',
      '/analyze',
      json('{"company":"Acme","engine":"gemini"}'),
      { 'retry-after': '60' },
    ],
    'no evidence where it is required': [
      'insufficient_evidence',
      '/analyze',
      json('{"company":"Acme","require_evidence":true}'),
    ],
  };

  it.each(Object.entries(reached))('has its code for %s', async (_name, [code, path, init, headers = {}]) => {
    const answer = await service.get(path, init);
    expect([answer.status, await answer.json()]).toEqual([
      ERROR_CODES[code],
      expect.objectContaining({ code }),
    ]);
    expect(Object.fromEntries(Object.keys(headers).map((name) => [name, answer.headers.get(name)]))).toEqual(
      headers,
    );
  });

  it('has its code for one analysis too many, and says when there is room again', async () => {
    const limited = await createTestApp({ env: { RATE_LIMIT_PER_HOUR: '1' } });
    await limited.post('/analyze', { company: 'Acme' });
    const answer = await limited.post('/analyze', { company: 'Acme' });
    expect([answer.status, await answer.json()]).toEqual([
      429,
      expect.objectContaining({ code: 'rate_limited' }),
    ]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3500);
    await limited.close();
  });

  it('has its code for a body over 1 MiB that does not say so', async () => {
    const chunk = `${(65_536).toString(16)}\r\n${'a'.repeat(65_536)}\r\n`;
    const headers = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];
    const answer = await exchangeOne(
      service.url,
      head('POST /analyze', headers),
      ...Array<string>(17).fill(chunk),
    );
    expect([answer.status, (JSON.parse(answer.body) as Body).code]).toEqual([413, 'payload_too_large']);
  });

  it('reaches clients that are still sending a body that is refused unread', async () => {
    const length = 8 * 1024 * 1024;
    const post = head('POST /analyze', ['Content-Type: application/json', `Content-Length: ${length}`]);
    const all = Array.from({ length: 20 }, () => exchangeOne(service.url, post, 'a'.repeat(length)));
    const codes = (await Promise.all(all)).map(({ body }) => (JSON.parse(body) as Body).code);
    expect(new Set(codes)).toEqual(new Set(['payload_too_large']));
  });

  it('has its code for what does not arrive whole', async () => {
    const broken = await exchange(
      service.url,
      [head('POST /analyze', [...lengths(9), 'X-Request-ID: half']), '{'],
      true,
    );
    const overlong = await exchangeOne(service.url, head('GET /engines', [`A: ${'a'.repeat(20_000)}`]));
    expect(
      [...broken, overlong].map(({ status, body }) => [status, (JSON.parse(body) as Body).code]),
    ).toEqual([
      [400, 'bad_request'],
      [431, 'headers_too_large'],
    ]);
    expect(troubles(await done(service, 'half'))).toEqual([]);
  });

  it('has no body under HEAD', async () => {
    const answer = await exchangeOne(service.url, head('HEAD /nowhere'));
    expect([answer.status, answer.body, answer.headers['content-type']]).toEqual([
      404,
      '',
      'application/json',
    ]);
  });

  it('never repeats what the client sent', async () => {
    const marked = [
      '/pathmarker?query=querymarker',
      '/reports/pathmarker?format=querymarker',
      '/reports?limit=querymarker',
    ];
    const bodies = [
      '{"company":"bodymarker',
      '{"company":"<bodymarker>"}',
      '{"depth":"bodymarker"}',
      '["bodymarker"]',
    ];
    const answers = [
      ...(await Promise.all(marked.map(async (path) => (await service.get(path)).text()))),
      ...(await Promise.all(bodies.map(async (body) => (await service.get('/analyze', json(body))).text()))),
    ];
    expect(answers.filter((text) => text.includes('marker'))).toEqual([]);
  });
});

const lengths = (length: number) => ['Content-Type: application/json', `Content-Length: ${length}`];

describe('A refused input', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await createTestApp();
  });
  afterAll(async () => service.close());

  const paths = async (answer: Response): Promise<string[]> =>
    ((await answer.json()) as Body).details?.map(({ path }) => path) ?? [];
  const source = { id: 'a', title: 'A', content: 'text' };
  const bodies: Record<string, unknown> = {
    body: ['a list'],
    company: { company: 7 },
    industry: { company: 'Acme', industry: '' },
    'frameworks.0': { company: 'Acme', frameworks: ['astrology'] },
    depth: { company: 'Acme', depth: 'abysmal' },
    engine: { company: 'Acme', engine: 'steam' },
    language: { company: 'Acme', language: '!' },
    'sources.2.id': { company: 'Acme', sources: [source, { ...source, id: 'b' }, source] },
    'sources.1.id': { company: 'Acme', sources: [source, { ...source, id: 'Not Good' }] },
    'sources.0.content': { company: 'Acme', sources: [{ ...source, content: '' }] },
    'sources.0.colour': { company: 'Acme', sources: [{ ...source, colour: 'red' }] },
    'limits.timeout_seconds': { company: 'Acme', limits: { timeout_seconds: 1 } },
    'limits.speed': { company: 'Acme', limits: { speed: 1 } },
    require_evidence: { company: 'Acme', require_evidence: 'yes' },
    cache: { company: 'Acme', cache: 'cash' },
    'metadata.a': { company: 'Acme', metadata: { a: 1 } },
    metadata: {
      company: 'Acme',
      metadata: Object.fromEntries(Array.from('abcdefghijk', (name) => [name, 1])),
    },
    colour: { company: 'Acme', colour: 'red' },
  };

  it.each(Object.entries(bodies))('names %s in its details', async (path, body) => {
    const answer = await service.post('/analyze', body);
    expect([answer.status, await paths(answer)]).toEqual([400, [path]]);
  });

  it.each([
    ['__proto__', '{"company":"Acme","__proto__":{"polluted":1}}'],
    ['__proto__', '{"company":"Acme","\\u005f_proto__":{"polluted":1}}'],
    ['constructor', '{"company":"Acme","constructor":{"prototype":{"polluted":1}}}'],
    ['metadata.__proto__', '{"company":"Acme","metadata":{"__proto__":{"polluted":"1"}}}'],
    ['metadata.__proto__', '{"company":"Acme","metadata":{"a":"b","__proto__":"polluted"}}'],
    ['metadata.constructor', '{"company":"Acme","metadata":{"constructor":{"prototype":{"polluted":1}}}}'],
    ['limits.__proto__', '{"company":"Acme","limits":{"__proto__":{"polluted":1}}}'],
    [
      'sources.0.__proto__',
      '{"company":"Acme","sources":[{"id":"a","title":"A","content":"text","__proto__":{"polluted":1}}]}',
    ],
  ])('names %s in its details, and changes no object (%s)', async (path, body) => {
    const answer = await service.get('/analyze', { method: 'POST', headers: JSON_TYPE, body });
    expect([answer.status, await paths(answer)]).toEqual([400, [path]]);
    expect('polluted' in {}).toBe(false);
    const next = await service.post('/analyze', { company: 'Acme', cache: 'bypass' });
    expect(await next.json()).toMatchObject({ report: { metadata: {} } });
  });

  it('names all of them at once', async () => {
    const answer = await service.post('/analyze', { company: '', depth: 1, sources: [{}], colour: 'red' });
    expect([...new Set(await paths(answer))].sort()).toEqual(
      ['colour', 'company', 'depth', 'sources.0.content', 'sources.0.id', 'sources.0.title'].sort(),
    );
  });

  it.each([
    ['limit', '/reports?limit=1000'],
    ['cursor', '/reports?cursor=made-up'],
    ['company', '/reports?company='],
    ['colour', '/reports?colour=red'],
    ['id', '/reports/7'],
    ['format', `/reports/${randomUUID()}?format=papyrus`],
    ['colour', `/reports/${randomUUID()}?colour=red`],
  ])('names %s in its details where it stands in %s', async (path, url) => {
    expect(await paths(await service.get(url))).toEqual([path]);
  });
});

describe('An unexpected error', () => {
  let service: TestApp;
  let production: TestApp;

  beforeAll(async () => {
    const imports = [ProbeModule];
    service = await createTestApp({ imports });
    production = await createTestApp({
      imports,
      env: {
        ENVIRONMENT: 'production',
        API_KEYS: `tester:${sha256(KEY)}`,
        OPS_TOKEN: 'an-ops-token-of-16-or-more',
      },
    });
  });
  afterAll(async () => Promise.all([service.close(), production.close()]));

  const thrown = async (what: string, app = service, id = `thrown-${what}`) => {
    const answer = await app.get(`/probe/throw/${what}?x=querymarker`, {
      headers: { 'x-request-id': id, 'x-api-key': KEY },
    });
    return { status: answer.status, body: (await answer.json()) as Body, lines: await done(app, id) };
  };

  it('is a 500 with its real message, where that helps whoever develops', async () => {
    expect(await thrown('error')).toMatchObject({
      status: 500,
      body: {
        error: 'Internal server error',
        code: 'internal_error',
        request_id: 'thrown-error',
        message: 'The ledger is out of balance',
      },
    });
  });

  it.each(Object.keys(THROWN))('says nothing of itself in production (%s)', async (what) => {
    const { status, body } = await thrown(what, production);
    expect([status, body]).toEqual([
      500,
      {
        error: 'Internal server error',
        code: 'internal_error',
        request_id: `thrown-${what}`,
        message: 'An unexpected error occurred',
      },
    ]);
  });

  it.each(Object.keys(THROWN))('is logged once and counted once, whatever is thrown (%s)', async (what) => {
    const before = await counted(service, 'internal_error');
    const { status, lines } = await thrown(what, service, `counted-${what}`);
    expect(status).toBe(500);
    expect(lines.map(({ event }) => event)).toEqual(['unhandled_exception', 'http_request_completed']);
    expect(lines[0]).toMatchObject({
      level: 'ERROR',
      severity: 'ERROR',
      method: 'GET',
      path: `/probe/throw/${what}`,
      error_type: expect.any(String),
      error_message: expect.any(String),
      stack: expect.any(String),
    });
    expect(await counted(service, 'internal_error')).toBe((before ?? NaN) + 1);
  });

  it('shows its type, its message and where it arose', async () => {
    const { lines } = await thrown('type_error', service, 'typed');
    expect(lines[0]).toMatchObject({ error_type: 'TypeError', error_message: 'x is not a function' });
    expect(lines[0]?.stack).toMatch(/^TypeError: x is not a function\n\s+at .*probe\.module/);
  });

  it('does not take what an upstream service answered to us for a mistake of our client', async () => {
    expect([(await thrown('upstream_404')).status, (await thrown('upstream_401')).status]).toEqual([
      500, 500,
    ]);
  });

  it('loses its secrets on the way to the log and to the client', async () => {
    const { body, lines } = await thrown('secret', service, 'secret');
    expect(body.message).toBe('Call to https://host/x[redacted] failed');
    expect(JSON.stringify(lines)).not.toContain('AIza');
    expect(JSON.stringify((await thrown('object', service, 'object')).lines)).not.toContain('sk-0123');
  });

  it('loses its paths on the way to the client, not on the way to the log', async () => {
    const { body, lines } = await thrown('path', service, 'path');
    expect(body.message).toBe("ENOENT: no such file or directory, open '<path>'");
    expect(lines[0]?.error_message).toContain('/srv/my data/reports/a.json');
  });

  it('leaves nothing on its answer of the one that was to come', async () => {
    const answer = await service.get('/probe/half-made');
    expect([answer.status, (await answer.json()) as Body]).toEqual([
      500,
      expect.objectContaining({ code: 'internal_error' }),
    ]);
    expect(
      ['etag', 'content-disposition', 'content-type', 'cache-control'].map((name) =>
        answer.headers.get(name),
      ),
    ).toEqual([null, null, 'application/json', 'no-store']);
  });

  it('breaks off an answer that has begun, so that nobody takes it for whole', async () => {
    for (const path of ['/probe/stream/midway', '/probe/raw']) {
      const before = await counted(service, 'internal_error');
      const id = `begun-${path}`;
      const answer = await service.get(path, { headers: { 'x-request-id': id } });
      expect(answer.status).toBe(200);
      await expect(answer.text()).rejects.toThrow();
      const lines = await done(service, id);
      expect(lines.map(({ event }) => event)).toEqual(['unhandled_exception', 'http_request_completed']);
      expect(lines[1]).toMatchObject({ status: 200, incomplete: true });
      expect(await counted(service, 'internal_error')).toBe((before ?? NaN) + 1);
    }
  });
});

describe('A request whose time is over', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await createTestApp({ imports: [ProbeModule], env: { REQUEST_TIMEOUT: '0.15' } });
  });
  afterAll(async () => service.close());

  it.each([
    ['without a body', 'GET', undefined],
    ['with a body', 'POST', '{}'],
  ])('is answered 504 and given up, %s', async (_name, method, body) => {
    const before = await counted(service, 'deadline_exceeded');
    const id = `late-${method}`;
    const givenUp = once(service.app.get(Deeds), 'given up');
    const answer = await service.get('/probe/patient', {
      method,
      headers: { 'x-request-id': id, ...(body && JSON_TYPE) },
      ...(body && { body }),
    });
    expect([answer.status, await answer.json()]).toEqual([
      504,
      {
        error: 'Gateway Timeout',
        code: 'deadline_exceeded',
        request_id: id,
        message: 'The request took longer than 0.15 s.',
      },
    ]);
    expect(await givenUp).toEqual([id]);
    const lines = await done(service, id);
    expect(lines.map(({ event }) => event).sort()).toEqual([
      'http_request_completed',
      'probe_given_up',
      'request_failed',
    ]);
    expect(lines.find(({ event }) => event === 'request_failed')).toMatchObject({
      level: 'WARNING',
      status: 504,
    });
    expect(await counted(service, 'deadline_exceeded')).toBe((before ?? NaN) + 1);
  });

  it('leaves the connection to the next request', async () => {
    const bytes = (path: string, more: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
    const answers = await exchange(service.url, [
      bytes('/probe/patient', '') + bytes('/health/live', 'Connection: close\r\n'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([504, 200]);
  });
});

describe('A client that hangs up', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await createTestApp({ imports: [ProbeModule] });
  });
  afterAll(async () => service.close());

  it.each([
    ['without a body', head('GET /probe/patient', ['X-Request-ID: gone-get'])],
    ['with a body', `${head('POST /probe/patient', [...lengths(2), 'X-Request-ID: gone-post'])}{}`],
    [
      'and had asked for more on the same connection',
      `GET /probe/patient HTTP/1.1\r\nHost: a\r\nX-Request-ID: gone-first\r\n\r\n${head('GET /probe/patient', ['X-Request-ID: gone-second'])}`,
    ],
  ])('ends its work, and is no error (%s)', async (_name, bytes) => {
    const ids = [...bytes.matchAll(/X-Request-ID: (\S+)/g)].map((match) => match[1] ?? '');
    const errors = await counted(service, 'internal_error');
    const deeds = service.app.get(Deeds);
    const waiting = arrivals(deeds, 'waiting', ids.length);
    const givenUp = arrivals(deeds, 'given up', ids.length);
    const call = await dial(service.url, bytes);
    await waiting;
    call.hangUp();
    expect((await givenUp).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      const lines = await done(service, id);
      expect(lines.map(({ event }) => event).sort()).toEqual(['http_request_completed', 'probe_given_up']);
      expect(lines.find(({ event }) => event === 'http_request_completed')).toMatchObject({
        status: 499,
        incomplete: true,
      });
    }
    expect(await counted(service, 'internal_error')).toBe(errors);
  });

  it('in the middle of its body is no error either', async () => {
    const call = await dial(
      service.url,
      `${head('POST /probe/echo', [...lengths(99), 'X-Request-ID: gone-midway'])}{"a`,
    );
    call.hangUp();
    const lines = await done(service, 'gone-midway');
    expect(lines.map(({ event }) => event)).toEqual(['http_request_completed']);
  });
});

/** The first `count` things said of an event. */
async function arrivals(deeds: Deeds, event: string, count: number): Promise<unknown[]> {
  const seen: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<unknown[]>();
  const note = (what: unknown) => {
    seen.push(what);
    if (seen.length === count) resolve(seen);
  };
  deeds.on(event, note);
  return promise.finally(() => deeds.off(event, note));
}
