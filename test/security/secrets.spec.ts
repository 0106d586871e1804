import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, GeminiServer } from '../doubles/gemini-server.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(90_000);

const KEY = 'alice-key-that-nobody-may-see';
const OPS_TOKEN = 'ops-token-that-nobody-may-see';
const GEMINI_API_KEY = 'AIzaThatNobodyMaySee0123456789abcdefghij';
/** What only operators, one client or an upstream service know; each in every place that can hold it. */
const SECRETS = [
  KEY,
  OPS_TOKEN,
  GEMINI_API_KEY,
  createHash('sha256').update(KEY).digest('hex'),
  'redis-password-that-nobody-may-see',
  'cookie-that-nobody-may-see',
  'query-that-nobody-may-see',
  'proxy-that-nobody-may-see',
  'upstream-that-nobody-may-see',
];
/** Only the report of their owner may hold these, and no line of the log. */
const TEXTS = ['revenue-that-no-log-may-see', 'title-that-no-log-may-see', 'note-that-no-log-may-see'];

const root = mkdtempSync(join(tmpdir(), 'consultantos-secrets-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
afterEach(() => ServiceProcess.endAll());

/** An upstream that repeats in its error what it was sent, as some do. */
const talkative: Answer = (response, { key, prompt }) => {
  const message = `API key ${key} is not valid; token=upstream-that-nobody-may-see; you sent: ${prompt}`;
  response
    .writeHead(400, { 'content-type': 'application/json', 'x-debug': key })
    .end(JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }));
};

const REQUEST = {
  company: 'Acme',
  frameworks: ['swot'],
  metadata: { note: TEXTS[2] },
  sources: [
    { id: 'a', title: TEXTS[1], content: `The ${TEXTS[0]!} rose by 12 % in 2025. Competition is intense.` },
  ],
};

describe('Secrets', () => {
  it('leave the process by no answer, no line and no message, whichever door they came in by', async () => {
    const upstream = await GeminiServer.start();
    upstream.always('*', talkative);
    const keys = join(root, 'keys');
    writeFileSync(keys, `alice:${SECRETS[3]!}\n`);
    const service = new ServiceProcess({
      ...upstream.env,
      GEMINI_API_KEY,
      OPS_TOKEN,
      API_KEYS_FILE: keys,
      ANALYSIS_ENGINE: 'extractive',
      CACHE: 'redis',
      REDIS_URL: 'redis://user:redis-password-that-nobody-may-see@127.0.0.1:9',
      LOG_LEVEL: 'DEBUG',
      SHUTDOWN_DELAY: '0',
      DATA_DIR: join(root, 'data'),
    });
    const { url } = await service.listening();
    const answers: string[] = [];
    const ask = async (
      path: string,
      authorization: string,
      body?: unknown,
      method = body ? 'POST' : 'GET',
    ) => {
      const answer = await fetch(url + path, {
        method,
        headers: {
          authorization,
          cookie: 'session=cookie-that-nobody-may-see',
          'proxy-authorization': 'Basic proxy-that-nobody-may-see',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      answers.push([path.split('?')[0], JSON.stringify([...answer.headers]), await answer.text()].join('\n'));
      return answer.status;
    };
    const alice = `Bearer ${KEY}`;
    const seen = [
      await ask('/analyze?token=query-that-nobody-may-see', alice, REQUEST),
      await ask('/analyze', alice, { ...REQUEST, engine: 'gemini' }),
      await ask('/analyze/async', alice, { ...REQUEST, engine: 'gemini', cache: 'bypass' }),
      await ask('/reports?limit=x&key=query-that-nobody-may-see', alice),
      await ask('/analyze', alice, '{"company": '),
      await ask('/analyze', alice, { ...REQUEST, [OPS_TOKEN.slice(0, 3)]: 1 }),
      await ask('/engines', `Bearer ${OPS_TOKEN}`),
      await ask('/nothing?key=query-that-nobody-may-see', alice),
      await ask('/health/detailed', alice),
      await ask('/health/detailed', `Bearer ${OPS_TOKEN}`),
      await ask('/health/metrics', `Bearer ${OPS_TOKEN}`),
      await ask('/health/log-level', `Bearer ${OPS_TOKEN}`, { level: 'DEBUG' }, 'PUT'),
      await ask('/health/ready', alice),
      await ask('/openapi.json', alice),
    ];
    await service.logs.until('job_failed');
    service.kill('SIGTERM');
    expect((await service.exited).code).toBe(0);
    await upstream.close();
    expect(seen).toEqual([
      200,
      503,
      202,
      400,
      400,
      400,
      401,
      404,
      401,
      200,
      200,
      200,
      expect.any(Number),
      200,
    ]);
    for (const secret of SECRETS) {
      const place = answers.find((answer) => answer.includes(secret)) ?? '';
      expect([secret, place]).toEqual([secret, '']);
      expect([secret, service.logs.lines.find((line) => JSON.stringify(line).includes(secret))]).toEqual([
        secret,
        undefined,
      ]);
      expect(service.stderr).not.toContain(secret);
    }
    for (const text of TEXTS)
      expect([text, service.logs.lines.find((line) => JSON.stringify(line).includes(text))]).toEqual([
        text,
        undefined,
      ]);
  });

  it.each([
    ['API_KEYS', 'alice:value-that-nobody-may-see'],
    ['OPS_TOKEN', 'short-but-secret ä'],
    ['GEMINI_API_KEY', ' value-that-nobody-may-see\u00e4 '],
    ['GEMINI_BASE_URL', 'https://user:value-that-nobody-may-see@host'],
    ['GEMINI_BASE_URL', 'https://host/path?key=value-that-nobody-may-see'],
    ['GEMINI_BASE_URL', 'https://user:a/value-that-nobody-may-see@host'],
    ['REDIS_URL', 'http://user:value-that-nobody-may-see@host'],
  ])('are not shown where %s is refused at the start', async (name, value) => {
    const service = new ServiceProcess({ [name]: value, PORT: 'x', DATA_DIR: join(root, 'refused') });
    expect((await service.exited).code).toBe(78);
    expect(service.stderr).toContain('PORT is "x"');
    expect(service.stderr).not.toMatch(/value-that-nobody-may-see|short-but-secret/);
    expect(service.logs.text).toBe('');
  });
});
