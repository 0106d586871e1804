import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fc from 'fast-check';
import { createTestApp, type LogLine, type TestApp } from '../harness.js';
import { dial, exchange, exchangeOne, head } from '../raw-http.js';
import { Deeds, HOPS, ProbeModule } from './probe.module.js';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const KEY = 'a-key-of-the-tester';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('The request ID on every kind of answer', () => {
  let service: TestApp;
  let starting: TestApp;
  let hurried: TestApp;
  let report: string;

  beforeAll(async () => {
    const imports = [ProbeModule];
    service = await createTestApp({ imports, env: { API_KEYS: `tester:${sha256(KEY)}` } });
    starting = await createTestApp({ start: false, env: { RATE_LIMIT_PER_HOUR: '1' } });
    hurried = await createTestApp({ imports, env: { REQUEST_TIMEOUT: '0.1' } });
    const made = await service.post('/analyze', { company: 'Northwind' }, { 'x-api-key': KEY });
    report = ((await made.json()) as { report_url: string }).report_url;
    await starting.post('/analyze', { company: 'Northwind' });
  });
  afterAll(async () => {
    await Promise.all([service, starting, hurried].map(async (each) => each.close()));
  });

  const json = { 'content-type': 'application/json' };
  const analyze = (body: string, headers: Record<string, string> = json) => ({
    method: 'POST',
    headers,
    body,
  });
  const at = (path: string, init: RequestInit = {}) => ({ service, path, init });

  const cases: Record<string, [number, () => { service: TestApp; path: string; init: RequestInit }]> = {
    'a success': [200, () => at('/engines')],
    'a success under /v1': [200, () => at('/v1/engines')],
    'an answer without body': [204, () => at(report, { method: 'DELETE' })],
    'a page in a stream': [200, () => at('/probe/stream/whole')],
    HEAD: [200, () => at('/engines', { method: 'HEAD' })],
    'an unknown path': [404, () => at('/nowhere')],
    'a report that is not there': [404, () => at(`/reports/${randomUUID()}`)],
    'malformed JSON': [400, () => at('/analyze', analyze('{"company":'))],
    'a faulty field': [400, () => at('/analyze', analyze('{}'))],
    'a faulty query': [400, () => at('/reports?limit=0')],
    'bad percent-encoding': [400, () => at('/reports/%zz')],
    'a parameter beyond all length': [404, () => at(`/reports/${'a'.repeat(600)}`)],
    'a missing key': [401, () => at('/engines', { headers: { 'x-api-key': '' } })],
    'another method': [405, () => at('/engines', { method: 'PUT' })],
    'a format that cannot be had': [406, () => at(report, { headers: { accept: 'image/png' } })],
    'a body that is too large': [413, () => at('/analyze', analyze(`"${'a'.repeat(1_100_000)}"`))],
    'another media type': [415, () => at('/analyze', analyze('a', { 'content-type': 'text/csv' }))],
    'no evidence': [422, () => at('/analyze', analyze('{"company":"Acme","require_evidence":true}'))],
    'too many requests': [
      429,
      () => ({ service: starting, path: '/analyze', init: analyze('{"company":"Acme"}') }),
    ],
    'an unexpected error': [500, () => at('/probe/throw/error')],
    'a stream that breaks at once': [500, () => at('/probe/stream/at-once')],
    'a probe that is not ready': [503, () => ({ service: starting, path: '/health/ready', init: {} })],
    'a probe that is starting': [503, () => ({ service: starting, path: '/health/startup', init: {} })],
    'a request that takes too long': [504, () => ({ service: hurried, path: '/probe/patient', init: {} })],
    'a probe': [200, () => at('/health/live')],
    'the detailed page': [200, () => at('/health/detailed')],
    'the scrape': [200, () => at('/health/metrics')],
    'the description of the API': [200, () => at('/openapi.json')],
    'the page for people': [200, () => at('/docs')],
  };

  it('is on an answer that nothing changed', async () => {
    const headers = { 'x-api-key': KEY };
    const first = await service.get(report, { headers });
    const second = await service.get(report, {
      headers: { ...headers, 'if-none-match': first.headers.get('etag') ?? '', 'x-request-id': 'mine-304' },
    });
    expect([second.status, second.headers.get('x-request-id')]).toEqual([304, 'mine-304']);
  });

  // The report is deleted by one of the cases, which therefore comes last.
  const ordered = Object.entries(cases).sort(
    ([, [left]], [, [right]]) => Number(left === 204) - Number(right === 204),
  );
  it.each(ordered)('is on %s', async (name, [status, request]) => {
    const id = `mine:${name.replace(/[^A-Za-z0-9]/g, '-')}`;
    const { service: asked, path, init } = request();
    const answer = await asked.get(path, {
      ...init,
      headers: { 'x-api-key': KEY, 'x-request-id': id, ...(init.headers as Record<string, string>) },
    });
    const text = await answer.text();
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([status, id]);
    if (status >= 400 && status !== 503) expect(JSON.parse(text)).toMatchObject({ request_id: id });
    if (!path.startsWith('/health/') || status >= 400) {
      const [line] = await asked.logs.until(
        'http_request_completed',
        1,
        ({ request_id }) => request_id === id,
      );
      expect(line).toMatchObject({ status });
    }
  });

  const WIRE: Record<string, [number, string[]]> = {
    'half a body': [
      400,
      [
        head('POST /analyze', [
          'Content-Type: application/json',
          'Content-Length: 9',
          `X-API-Key: ${KEY}`,
          'X-Request-ID: mine',
        ]),
        '{"a',
      ],
    ],
    'a broken chunk': [
      400,
      [
        head('POST /analyze', [
          'Content-Type: application/json',
          'Transfer-Encoding: chunked',
          `X-API-Key: ${KEY}`,
          'X-Request-ID: mine',
        ]),
        'ZZ\r\n',
      ],
    ],
    'a method that HTTP does not know': [400, [head('FETCH /engines', ['X-Request-ID: mine'])]],
    'headers beyond all size': [
      431,
      [head('GET /engines', ['X-Request-ID: mine', `Cookie: ${'a'.repeat(20_000)}`])],
    ],
    'two lengths': [
      400,
      [head('POST /analyze', ['X-Request-ID: mine', 'Content-Length: 1', 'Content-Length: 2'])],
    ],
    'no Host': [
      400,
      [`GET /engines HTTP/1.1\r\nConnection: close\r\nX-API-Key: ${KEY}\r\nX-Request-ID: mine\r\n\r\n`],
    ],
    'two Hosts': [
      400,
      [head('GET /engines', [`X-API-Key: ${KEY}`, 'X-Request-ID: mine', 'HOST: b', 'Connection: close'])],
    ],
    'an expectation nobody knows': [401, [head('GET /engines', ['X-Request-ID: mine', 'Expect: miracles'])]],
    'a tunnel': [405, [head('CONNECT other:443', ['X-Request-ID: mine'])]],
    'OPTIONS of everything': [404, [head('OPTIONS *', ['X-Request-ID: mine'])]],
    TRACE: [405, [head('TRACE /engines', ['X-Request-ID: mine'])]],
    'another protocol’s upgrade': [401, [head('GET /engines', ['X-Request-ID: mine', 'Upgrade: websocket'])]],
  };

  it.each(Object.entries(WIRE))('is on the answer to %s', async (_name, [status, pieces]) => {
    const [answer] = await exchange(service.url, pieces, true);
    expect([answer?.status, answer?.headers['x-request-id']]).toEqual([status, 'mine']);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ request_id: 'mine', code: expect.any(String) });
  });

  it.each([
    ['bytes that are no HTTP', '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n'],
    ['half a head', 'GET /engines HTTP/1.1\r\nX-Request-ID: mine\r\nHos'],
    ['a colour of the terminal in it', head('GET /engines', ['X-Request-ID: \x1b[31mred'])],
    ['two of them in an unreadable head', head('FETCH /engines', ['X-Request-ID: one', 'X-Request-ID: two'])],
  ])('is a new one on the answer to %s', async (_name, bytes) => {
    const [answer] = await exchange(service.url, [bytes], true);
    expect([answer?.status, JSON.parse(answer?.body ?? '')]).toEqual([
      400,
      expect.objectContaining({ request_id: expect.stringMatching(UUID_V4) }),
    ]);
    expect(answer?.headers['x-request-id']).toMatch(UUID_V4);
    await service.logs.until(
      'broken_request_refused',
      1,
      ({ request_id }) => request_id === answer?.headers['x-request-id'],
    );
  });

  it('is each request’s own on a connection that garbage follows', async () => {
    const bytes = 'GET /health/live HTTP/1.1\r\nHost: a\r\nX-Request-ID: first\r\n\r\nrubbish\r\n\r\n';
    const answers = await exchange(service.url, [bytes], true);
    expect(answers.map(({ status, headers }) => [status, headers['x-request-id']])).toEqual([[200, 'first']]);
  });
});

describe('A client’s own request ID', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await createTestApp({ imports: [ProbeModule] });
  });
  afterAll(async () => service.close());

  const rejections = () => service.logs.of('request_id_rejected');

  it('is kept whenever it is 1 to 128 of the allowed characters', async () => {
    const allowed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/+=@-';
    const usable = fc.string({ unit: fc.constantFrom(...Array.from(allowed)), minLength: 1, maxLength: 128 });
    await fc.assert(
      fc.asyncProperty(usable, async (id) => {
        const answer = await service.get('/health/live', { headers: { 'x-request-id': id } });
        expect(answer.headers.get('x-request-id')).toBe(id);
      }),
      { numRuns: 100, examples: [['a'], ['a'.repeat(128)], [allowed]] },
    );
    expect(rejections()).toEqual([]);
  });

  it.each([
    ['is too long', [`X-Request-ID: ${'a'.repeat(129)}`]],
    ['is empty', ['X-Request-ID:']],
    ['holds a space', ['X-Request-ID: two words']],
    ['holds a quote', ['X-Request-ID: a"b']],
    ['holds a comma', ['X-Request-ID: a,b']],
    ['holds letters of other scripts', ['X-Request-ID: caf\u00e9']],
    ['holds markup', ['X-Request-ID: <script>']],
    ['is sent twice', ['X-Request-ID: one', 'X-Request-ID: two']],
    ['is sent twice alike', ['X-Request-ID: same', 'X-Request-ID: same']],
    ['is sent once well and once empty', ['X-Request-ID: well', 'X-Request-ID:']],
  ])('is replaced where it %s, and said so once without the value', async (_name, headers) => {
    const before = rejections().length;
    const answer = await exchangeOne(service.url, head('GET /engines', headers));
    const id = answer.headers['x-request-id'];
    expect([answer.status, id]).toEqual([200, expect.stringMatching(UUID_V4)]);
    await service.logs.until('http_request_completed', 1, ({ request_id }) => request_id === id);
    const [line, ...more] = rejections().slice(before);
    expect(line).toMatchObject({ level: 'WARNING', severity: 'WARNING', request_id: id });
    const nothingElse = ['event', 'level', 'logger', 'request_id', 'severity', 'timestamp'];
    expect([Object.keys(line ?? {}).sort(), more]).toEqual([nothingElse, []]);
  });

  it('is refused also where the router gives up before any hook', async () => {
    const before = rejections().length;
    const answer = await exchangeOne(service.url, head('GET /%zz', ['X-Request-ID: two words']));
    expect([answer.status, rejections().slice(before)]).toEqual([
      400,
      [expect.objectContaining({ request_id: answer.headers['x-request-id'] })],
    ]);
  });

  it('is made where there is none, and nobody is warned', async () => {
    const before = rejections().length;
    const ids = await Promise.all(
      Array.from(
        { length: 50 },
        async () => (await service.get('/engines')).headers.get('x-request-id') ?? '',
      ),
    );
    expect(ids.every((id) => UUID_V4.test(id))).toBe(true);
    expect([new Set(ids).size, rejections().length]).toEqual([50, before]);
  });
});

describe('The request ID in the log', () => {
  let service: TestApp;
  let hurried: TestApp;

  beforeAll(async () => {
    service = await createTestApp({ imports: [ProbeModule] });
    hurried = await createTestApp({ imports: [ProbeModule], env: { REQUEST_TIMEOUT: '0.1' } });
  });
  afterAll(async () => Promise.all([service.close(), hurried.close()]));

  const linesOf = (id: string, app = service) => app.logs.lines.filter(({ request_id }) => request_id === id);
  const eventsOf = (id: string, app = service) => linesOf(id, app).map(({ event }) => event);
  const completed = async (id: string, app = service): Promise<LogLine> => {
    const [line] = await app.logs.until('http_request_completed', 1, ({ request_id }) => request_id === id);
    return line!;
  };

  it('is in every line, however deep and asynchronous, also of what goes on after the answer', async () => {
    const answer = await service.get('/probe/hops', { headers: { 'x-request-id': 'deep' } });
    const seen = (await answer.json()) as Record<string, string>;
    expect(seen).toEqual(Object.fromEntries(Object.keys(HOPS).map((hop) => [hop, 'deep'])));
    await service.logs.until('probe_afterwards');
    expect(service.logs.of('probe_hop').map(({ request_id }) => request_id)).toEqual(
      Object.keys(HOPS).map(() => 'deep'),
    );
    expect(service.logs.of('probe_afterwards')).toEqual([expect.objectContaining({ request_id: 'deep' })]);
  });

  it('survives a body that arrives in pieces', async () => {
    const body = JSON.stringify({ text: 'piecemeal' });
    const headers = [
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'X-Request-ID: pieces',
    ];
    const answer = await exchangeOne(service.url, head('POST /probe/echo', headers), ...Array.from(body));
    expect(JSON.parse(answer.body)).toEqual({ request_id: 'pieces', body: { text: 'piecemeal' } });
    await completed('pieces');
    expect(eventsOf('pieces')).toEqual(['probe_echo', 'http_request_completed']);
  });

  it('survives a body that waits for its 100 Continue', async () => {
    const headers = [
      'Content-Type: application/json',
      'Content-Length: 2',
      'Expect: 100-continue',
      'X-Request-ID: continued',
    ];
    const answer = await exchangeOne(service.url, head('POST /probe/echo', headers), '{}');
    expect(JSON.parse(answer.body)).toEqual({ request_id: 'continued', body: {} });
  });

  it('follows an analysis through the thread that reads its sources', async () => {
    const sources = [
      { id: 'a', title: 'A', content: 'Our brand is strong. Inflation raised our costs by 7 % in 2025.' },
    ];
    await service.post('/analyze', { company: 'Northwind', sources }, { 'x-request-id': 'analysis' });
    await completed('analysis');
    expect(eventsOf('analysis')).toEqual([
      'analysis_request_received',
      'analysis_completed',
      'http_request_completed',
    ]);
  });

  it('is in the lines of errors, wherever they arise', async () => {
    await service.get('/probe/throw/error?after=5', { headers: { 'x-request-id': 'thrown' } });
    await completed('thrown');
    expect(eventsOf('thrown')).toEqual(['unhandled_exception', 'http_request_completed']);
    await service
      .get('/probe/stream/midway', { headers: { 'x-request-id': 'midway' } })
      .then(async (answer) => answer.text())
      .catch(() => undefined);
    await completed('midway');
    expect(eventsOf('midway')).toEqual(['unhandled_exception', 'http_request_completed']);
  });

  it('is in the lines of a request whose time was over', async () => {
    await hurried.get('/probe/patient', { headers: { 'x-request-id': 'late' } });
    await hurried.logs.until('probe_given_up');
    await completed('late', hurried);
    expect(eventsOf('late', hurried).sort()).toEqual([
      'http_request_completed',
      'probe_given_up',
      'request_failed',
    ]);
  });

  it('is in the lines of a request whose client hung up', async () => {
    const waiting = once(service.app.get(Deeds), 'waiting');
    const call = await dial(service.url, head('GET /probe/patient', ['X-Request-ID: gone']));
    await waiting;
    call.hangUp();
    await service.logs.until('probe_given_up');
    await completed('gone');
    expect(eventsOf('gone').sort()).toEqual(['http_request_completed', 'probe_given_up']);
  });

  it('is absent outside any request', () => {
    const [started] = service.logs.of('startup_completed');
    expect(started).not.toHaveProperty('request_id');
  });

  it('never mixes among a thousand requests at once', async () => {
    const ids = Array.from({ length: 1000 }, (_each, index) => `crowd-${index}`);
    const seen = await Promise.all(
      ids.map(async (id, index) => {
        const answer = await service.get(`/probe/wander?seed=${index}`, { headers: { 'x-request-id': id } });
        return { header: answer.headers.get('x-request-id'), body: (await answer.json()) as string[] };
      }),
    );
    expect(seen).toEqual(ids.map((id) => ({ header: id, body: [id, id, id, id, id] })));
    await service.logs.until('http_request_completed', 1000, ({ path }) => path === '/probe/wander');
    const wandered = service.logs.of('probe_wandered');
    const byId = Map.groupBy(wandered, ({ request_id }) => String(request_id));
    expect([wandered.length, byId.size]).toEqual([5000, 1000]);
    for (const id of ids) expect(byId.get(id)?.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
  }, 60_000);
});
