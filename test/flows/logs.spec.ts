import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../contracts/eventually.js';
import { dial, exchangeOne, head } from '../raw-http.js';
import { freePort } from '../doubles/free-port.js';
import { sample } from '../harness.js';
import { MAIN, ServiceProcess } from '../service-process.js';

jest.setTimeout(90_000);

const root = mkdtempSync(join(tmpdir(), 'consultantos-logs-'));
let folders = 0;
const serve = (env: Record<string, string> = {}, raw = false) =>
  new ServiceProcess({ DATA_DIR: join(root, String((folders += 1))), ...env }, MAIN, { raw });

/** A service of which nothing can be heard, once it has started, and its URL. */
async function serveUnheard(env: Record<string, string> = {}, raw = true) {
  const port = await freePort();
  const service = serve({ PORT: String(port), ...env }, raw);
  const url = `http://127.0.0.1:${port}`;
  while ((await fetch(`${url}/health/startup`).catch(() => null))?.status !== 200) await sleep(20);
  return { service, url };
}

afterEach(() => ServiceProcess.endAll());
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Requests, each with a line. */
const TALK = 2000;
const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];
const FIELDS = {
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
  event: expect.stringMatching(/^[a-z][a-z0-9_]*$/) as string,
  logger: expect.stringMatching(/^[A-Za-z][A-Za-z0-9]*$/) as string,
};
/** Line ends, terminal commands, and what reorders text, as they are and percent-encoded. */
const INJECTION = '\r\n{"event":"forged"}\u001b[2J\u2028{"event":"forged"}\u202e\u0000';
const OPS_TOKEN = 'ops-secret-0123456789';
const GEMINI_API_KEY = 'AIzaSecretOfTheModel0123456789abcdefgh';
/** No line may hold any of these: they come in by every door that a request has. */
const SECRETS = [
  OPS_TOKEN,
  GEMINI_API_KEY,
  'bearer-secret',
  'basic-secret',
  'key-header-secret',
  'cookie-secret',
  'query-secret',
  'source-secret',
  'title-secret',
  'metadata-secret',
  'forwarded-secret',
  'body-secret',
  'user-secret',
];
const HEADERS = {
  authorization: 'Bearer bearer-secret',
  'x-api-key': 'key-header-secret',
  cookie: 'session=cookie-secret',
  'x-forwarded-for': 'forwarded-secret',
  'user-agent': `agent ${encodeURIComponent(INJECTION)}`,
};

interface Request {
  readonly path: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly status: number;
}

const source = {
  id: 'a',
  title: 'The title-secret report',
  content: 'The source-secret says that revenue rose by 12 %. Competition is intense.',
};
const company = (name: string, more: object = {}) => ({ company: name, frameworks: ['swot'], ...more });

/** Every request, good or hostile, that is one line of the log. */
const REQUESTS: readonly Request[] = [
  { path: '/engines?key=query-secret', status: 200 },
  { path: '/analyze?q=query-secret', body: company('Acme', { sources: [source] }), status: 200 },
  {
    path: '/analyze/async',
    body: company('Acme', { sources: [source], metadata: { note: 'metadata-secret' }, cache: 'bypass' }),
    status: 202,
  },
  { path: '/v1/reports?limit=1&token=query-secret', status: 400 },
  { path: '/analyze', body: company(`Acme${INJECTION}`, { sources: [source] }), status: 400 },
  { path: '/analyze', body: company('Acme', { sources: [{ ...source, id: 'Bad Id' }] }), status: 400 },
  { path: '/analyze', body: '{"company":"body-secret', status: 400 },
  { path: '/analyze', body: 'body-secret', headers: { 'content-type': 'text/plain' }, status: 415 },
  { path: `/nothing${encodeURIComponent(INJECTION)}?x=query-secret`, status: 404 },
  { path: `/reports/${encodeURIComponent(INJECTION)}`, status: 400 },
  { path: '/reports/x%3ftoken=query-secret', status: 400 },
  { path: '/nothing;jsessionid=cookie-secret', status: 404 },
  { path: '/%zz?x=query-secret', status: 400 },
  { path: '/engines', method: 'DELETE', status: 405 },
  { path: '/health/detailed?token=query-secret', status: 401 },
  { path: '/health/metrics', status: 401 },
  { path: '/analyze', body: company('Acme', { engine: 'gemini', sources: [source] }), status: 502 },
];

async function ask(url: string, { path, method, body, headers = {} }: Request, id: string): Promise<number> {
  const answer = await fetch(`${url}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...HEADERS,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
      'x-request-id': id,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  expect(answer.headers.get('x-request-id')).toBe(id);
  await answer.arrayBuffer();
  return answer.status;
}

describe('The log of a service under good and hostile requests', () => {
  let service: ServiceProcess;
  const idOf = (index: number) => `request-${index}`;

  beforeAll(async () => {
    // Nobody listens at that address: the engine cannot be reached, and the key must not be told with the failure.
    const gemini = { GEMINI_API_KEY, GEMINI_BASE_URL: 'http://127.0.0.1:9', ANALYSIS_ENGINE: 'extractive' };
    service = serve({ OPS_TOKEN, LOG_LEVEL: 'DEBUG', SHUTDOWN_DELAY: '0', ...gemini });
    const { url } = await service.listening();
    for (const [index, request] of REQUESTS.entries())
      expect([request.path, await ask(url, request, idOf(index))]).toEqual([request.path, request.status]);
    for (const path of ['/health/live', '/health/ready', '/health/startup'])
      await ask(url, { path, status: 200 }, 'a-probe');
    const operator = { authorization: `Bearer ${OPS_TOKEN}` };
    for (const path of ['/health/metrics', '/health/detailed'])
      expect(await ask(url, { path, headers: operator, status: 200 }, 'a-scrape')).toBe(200);
    await exchangeOne(url, head('GET http://user:user-secret@here/nothing', ['X-Request-ID: absolute']));
    await exchangeOne(url, head('GET /engines', [`X-Request-ID: ${'a'.repeat(200)}`]));
    await exchangeOne(url, 'NONSENSE body-secret\r\n\r\n');
    (
      await dial(
        url,
        'POST /analyze HTTP/1.1\r\nHost: here\r\nX-Request-ID: leaver\r\n' +
          'Content-Type: application/json\r\nContent-Length: 90\r\n\r\n{"company":"body-secret"',
      )
    ).hangUp();
    await service.logs.until('http_request_completed', 1, ({ request_id: id }) => id === 'leaver');
    await service.logs.until('job_completed');
    service.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  it('is one JSON object a line, with the fields of the contract and flat facts', () => {
    expect(service.logs.lines.length).toBeGreaterThan(40);
    for (const line of service.logs.lines) {
      expect(line).toEqual(expect.objectContaining(FIELDS));
      expect(LEVELS).toContain(line.level);
      expect(line.severity).toBe(line.level);
      const nested = Object.entries(line).filter(
        ([, value]) => typeof value === 'object' && value !== null && !Array.isArray(value),
      );
      expect(nested).toEqual([]);
      expect(Object.keys(line).filter((key) => !/^[a-z][a-z0-9_]*$/.test(key))).toEqual([]);
    }
  });

  it('holds no secret, no query and no source text', () => {
    expect(SECRETS.filter((secret) => service.logs.text.includes(secret))).toEqual([]);
    expect(service.stderr).toBe('');
  });

  it('cannot be forged, and moves no cursor', () => {
    expect(service.logs.of('forged')).toEqual([]);
    // Nothing but printable characters and the line ends themselves.
    expect(service.logs.text).not.toMatch(/[^\n\u0020-\u007e\u00a1-\u200a\u2010-\u2027\u2030-\uffff]/);
  });

  it('has exactly one line for each request, and none for probes and scrapes that succeed', () => {
    const lines = service.logs.of('http_request_completed');
    for (const [index, { path, status }] of REQUESTS.entries()) {
      const own = lines.filter(({ request_id: id }) => id === idOf(index));
      expect([path, own.map((line) => line.status)]).toEqual([path, [status]]);
      expect(own[0]).toMatchObject({
        method: expect.any(String) as string,
        route: expect.any(String) as string,
      });
      expect(own[0]?.path).not.toMatch(/[?;\s]/);
      expect(own[0]?.duration_ms).toEqual(expect.any(Number));
    }
    const others = lines.filter(({ request_id: id }) => !String(id).startsWith('request-'));
    expect(others.map(({ path, status }) => [path, status])).toEqual([
      ['/nothing', 404],
      ['/engines', 200],
      ['/analyze', expect.any(Number)],
    ]);
  });

  it('has the request ID on every line of a request, and of the job that it started', () => {
    const outside = service.logs.lines.filter(({ request_id: id }) => id === undefined);
    const events = new Set(outside.map(({ event }) => event));
    const ofNoRequest = [
      ...['application_started', 'startup_completed', 'health_status_changed', 'library_message'],
      ...['shutdown_started', 'shutdown_phase', 'api_call_failed'],
    ];
    expect([...events].filter((event) => !ofNoRequest.includes(event))).toEqual([]);
    const asynchronous = idOf(REQUESTS.findIndex(({ path }) => path === '/analyze/async'));
    for (const event of ['job_enqueued', 'job_started', 'job_completed'])
      expect(service.logs.of(event)).toMatchObject([{ request_id: asynchronous }]);
    expect(service.logs.of('request_id_rejected')).toMatchObject([{ level: 'WARNING' }]);
  });

  it('ends with the last phase', () => {
    expect(service.logs.lines.at(-1)).toMatchObject({ event: 'shutdown_phase', phase: 'clients' });
  });
});

it.each([
  ['DEBUG', ['DEBUG', 'INFO', 'WARNING']],
  ['WARNING', ['WARNING']],
  ['CRITICAL', []],
])('LOG_LEVEL=%s writes %j', async (level, expected) => {
  const { service, url } = await serveUnheard({ LOG_LEVEL: level }, false);
  await exchangeOne(url, head('GET /engines', [`X-Request-ID: ${'a'.repeat(200)}`]));
  service.kill('SIGTERM');
  expect((await service.exited).code).toBe(0);
  const written = new Set(service.logs.lines.map((line) => String(line.level)));
  expect([...written].sort()).toEqual(expected);
});

it('LOG_FORMAT=pretty writes text for people, one line an event, with its facts and its ID', async () => {
  const { service, url } = await serveUnheard({ LOG_FORMAT: 'pretty' });
  let text = '';
  service.output.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await ask(url, { path: '/engines', status: 200 }, 'for-people');
  service.kill('SIGTERM');
  expect((await service.exited).code).toBe(0);
  const [line, ...more] = text.split('\n').filter((each) => each.includes('for-people'));
  expect(more).toEqual([]);
  expect(line).toContain('http_request_completed');
  expect(line).toContain('INFO');
  expect(line).toMatch(/"?status"?: ?200/);
  expect(() => JSON.parse(line ?? '') as unknown).toThrow();
  expect(text).toContain('shutdown_phase');
});

describe('A reader of the log that does not read', () => {
  /** More lines than any pipe holds. */
  const talk = async (url: string) => {
    for (let round = 0; round < TALK / 50; round += 1)
      await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/nothing/${'x'.repeat(400)}`)));
  };
  const dropped = async (url: string) =>
    sample(await (await fetch(`${url}/health/metrics`)).text(), 'consultantos_log_lines_dropped_total');
  const answers = async (url: string) => (await fetch(`${url}/health/ready`)).status;

  it('holds up neither requests nor the end', async () => {
    const { service, url } = await serveUnheard();
    await talk(url);
    expect(await answers(url)).toBe(200);
    const ended = performance.now();
    service.kill('SIGTERM');
    await service.processEnded;
    expect(performance.now() - ended).toBeLessThan(10_000);
    service.output.resume();
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  it('does not hold up a second signal either', async () => {
    const { service, url } = await serveUnheard({ SHUTDOWN_DELAY: '20' });
    await talk(url);
    service.kill('SIGTERM');
    while ((await answers(url)) !== 503) await sleep(20);
    await sleep(600);
    const again = performance.now();
    service.kill('SIGTERM');
    await service.processEnded;
    expect(performance.now() - again).toBeLessThan(5000);
    service.output.resume();
    expect(await service.exited).toEqual({ code: 1, signal: null });
  });

  it('costs lines, and no memory beyond what may wait', async () => {
    const flood = new ServiceProcess({}, join(__dirname, '../doubles/log-flood.js'), { raw: true });
    await flood.processEnded;
    flood.output.resume();
    expect(await flood.exited).toEqual({ code: 0, signal: null });
    // 190 as it is, 455 without a bound.
    expect(Number(flood.stderr)).toBeLessThan(300);
  });

  it('is told how many lines it missed, once it reads again', async () => {
    const script = join(__dirname, '../doubles/log-flood.js');
    const flood = new ServiceProcess({ STAY: 'true' }, script, { raw: true });
    while (flood.stderr === '') await sleep(20);
    let received = 0;
    for await (const line of createInterface(flood.output)) {
      if (line.startsWith('x')) received += 1;
      if (!line.startsWith('{')) continue;
      const { count, ...facts } = JSON.parse(line) as { count: number };
      expect(facts).toMatchObject({ event: 'log_lines_dropped', level: 'WARNING', logger: 'StandardOutput' });
      // And the few with which it asked whether anybody reads.
      expect(received + count).toBeGreaterThanOrEqual(300_000);
      expect(received + count).toBeLessThan(301_000);
      break;
    }
    await flood.end();
  });

  it('and has gone away ends nothing', async () => {
    const { service, url } = await serveUnheard();
    expect(await dropped(url)).toBe(0);
    service.output.destroy();
    await talk(url);
    expect(await answers(url)).toBe(200);
    await eventually(async () => (await dropped(url))! >= TALK);
    expect(await dropped(url)).toBeLessThan(TALK + 100);
    service.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.stderr).toBe('');
  });
});
