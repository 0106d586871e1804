import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith } from '../doubles/describe-with.js';
import { freePort } from '../doubles/free-port.js';
import { GcsServer } from '../doubles/gcs-server.js';
import { GeminiServer } from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { OtlpReceiver, type ReceivedSpan } from '../doubles/otlp-receiver.js';
import { RedisServer } from '../doubles/redis-server.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../..');
const BUNDLE = join(ROOT, 'dist/bundle.js');
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const SOURCE = 'Our brand is strong and our prices are secretly low.';
const BODY = {
  company: 'Northwind',
  frameworks: ['swot'],
  sources: [{ id: 'a', title: 'A', content: SOURCE }],
};

let collector: OtlpReceiver;
let gemini: GeminiServer;
let gcs: GcsServer;
let folder: string;

// What `npm start` runs; whoever runs this file alone may have built only half.
beforeAll(() => execFileSync(process.execPath, ['build/bundle.mjs'], { cwd: ROOT }));
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'consultantos-tracing-'));
  collector = await OtlpReceiver.start();
  gcs = await GcsServer.start();
  gemini = await GeminiServer.start();
  gemini.always('*', standIn());
});
afterEach(async () => {
  await ServiceProcess.endAll();
  await Promise.all([collector.close(), gcs.close(), gemini.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const serve = (env: Record<string, string> = {}) =>
  new ServiceProcess(
    { DATA_DIR: folder, ...collector.env, ...gemini.env, ...gcs.env, STORAGE: 'gcs', ...env },
    BUNDLE,
  );

const order = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${url}/analyze/async?token=hidden-in-the-query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'order-1', ...headers },
    body: JSON.stringify(BODY),
  });
  expect(answer.status).toBe(202);
};

/** Ends it in order: what it has not sent yet is sent then. */
const stop = async (service: ServiceProcess) => {
  service.kill('SIGTERM');
  expect(await service.exited).toEqual({ code: 0, signal: null });
};

const namesOf = (spans: readonly ReceivedSpan[]) => new Set(spans.map(({ name }) => name));
const named = (name: string) => collector.spans.filter((span) => span.name === name);

/** Every span hangs on another one of the trace, and the first on the caller. */
const expectOneTree = (spans: readonly ReceivedSpan[], root: string) => {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const loose = spans.filter(({ parentSpanId }) => !ids.has(parentSpanId));
  expect(loose.map(({ parentSpanId }) => parentSpanId)).toEqual([root]);
};

describe('Tracing', () => {
  it('follows a job from the request of a traced caller through Gemini to database and bucket', async () => {
    const service = serve({ GCP_PROJECT_ID: 'my-project', OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b' });
    const { url } = await service.listening();
    await order(url, { traceparent: `00-${TRACE}-${CALLER}-01` });
    await service.first('job_completed');
    await stop(service);
    const spans = collector.trace(TRACE);
    expect(namesOf(spans)).toEqual(
      new Set([
        'POST /analyze/async',
        'job',
        'analysis',
        'swot',
        'synthesis',
        'store',
        'gemini',
        'gcs',
        'sqlite',
      ]),
    );
    expectOneTree(spans, CALLER);
    const [server] = named('POST /analyze/async');
    expect(server).toMatchObject({
      kind: 2,
      parentSpanId: CALLER,
      attributes: { 'http.route': '/analyze/async', 'consultantos.request_id': 'order-1' },
      resource: { 'service.name': 'consultantos' },
    });
    expect(named('job')[0]).toMatchObject({ kind: 5, parentSpanId: server!.spanId });
    const calls = new Set(named('gemini').map(({ spanId }) => `00-${TRACE}-${spanId}-01`));
    expect(new Set(gemini.asked().map(({ traceparent }) => traceparent))).toEqual(calls);
    const uploads = new Set(named('gcs').map(({ spanId }) => `00-${TRACE}-${spanId}-01`));
    expect(uploads).toContain(gcs.requests.find(({ method }) => method === 'POST')?.headers.traceparent);
    expect(collector.headers[0]).toMatchObject({ 'x-key': 'a b' });
    const lines = service.logs.lines.filter(({ request_id }) => request_id === 'order-1');
    expect(new Set(lines.map(({ event }) => event))).toContain('http_request_completed');
    for (const line of lines)
      expect(line).toMatchObject({
        trace_id: TRACE,
        span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
        'logging.googleapis.com/trace': `projects/my-project/traces/${TRACE}`,
      });
  });

  it('tells nothing of queries, sources, prompts and keys, and leaves probes out', async () => {
    const service = serve();
    const { url } = await service.listening();
    await fetch(`${url}/health/ready`);
    await order(url, { authorization: 'Bearer hidden-in-a-header' });
    await service.first('job_completed');
    await fetch(`${url}/no/such/path/hidden-in-the-path`);
    await stop(service);
    expect(namesOf(collector.spans)).toContain('gemini');
    expect(collector.text).not.toMatch(/hidden-in|secretly|Northwind|stand-in-key|health/);
  });

  it('begins a trace of its own where the caller’s cannot be read', async () => {
    const service = serve();
    const { url } = await service.listening();
    await order(url, { traceparent: `00-${TRACE}-${CALLER}-01, 00-${TRACE}-${CALLER}-01` });
    await service.first('job_completed');
    await stop(service);
    const [server] = named('POST /analyze/async');
    expect(server?.parentSpanId).toBe('');
    expect(server?.traceId).not.toBe(TRACE);
    expectOneTree(collector.trace(server!.traceId), '');
  });

  it('sends nothing of a trace that was not sampled, and passes that on', async () => {
    const service = serve();
    const { url } = await service.listening();
    await order(url, { traceparent: `00-${TRACE}-${CALLER}-00` });
    const [done] = [await service.first('job_completed')];
    await stop(service);
    expect(done).toMatchObject({ trace_id: TRACE });
    expect(gemini.asked()[0]?.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    expect(collector.spans).toEqual([]);
  });

  it('samples as the standard variables say', async () => {
    const service = serve({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' });
    const { url } = await service.listening();
    for (let count = 0; count < 5; count += 1) await fetch(`${url}/reports`);
    await fetch(`${url}/reports`, { headers: { traceparent: `00-${TRACE}-${CALLER}-01` } });
    await stop(service);
    expect(named('GET /reports').map(({ traceId }) => traceId)).toEqual([TRACE]);
  });

  it('marks what failed by a word, and server errors', async () => {
    gemini.always('*', (response) => void response.writeHead(500).end('{"error":{"message":"hidden"}}'));
    const service = serve();
    const { url } = await service.listening();
    const answer = await fetch(`${url}/analyze`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(BODY),
    });
    await stop(service);
    expect(named('POST /analyze')[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': String(answer.status) },
    });
    expect(named('gemini').length).toBeGreaterThan(1);
    for (const { status } of named('gemini')) expect(status).toEqual({ code: 2 });
  });

  it.each([['hangs'], ['is away'], ['refuses']])('harms nobody where the collector %s', async (how) => {
    collector.reception = how === 'hangs' ? 'hang' : 400;
    const away = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` };
    const service = serve(how === 'is away' ? away : {});
    const { url } = await service.listening();
    const asked = performance.now();
    for (let count = 0; count < 50; count += 1) expect((await fetch(`${url}/reports`)).status).toBe(200);
    expect(performance.now() - asked).toBeLessThan(5000);
    if (how === 'refuses')
      expect(await service.first('trace_export_state_changed')).toMatchObject({ state: 'failing' });
    const ended = performance.now();
    await stop(service);
    expect(performance.now() - ended).toBeLessThan(4000);
  });

  it('loads nothing of OpenTelemetry where it is off', async () => {
    const loaded = async (env: Record<string, string>) => {
      const service = new ServiceProcess(
        { DATA_DIR: folder, ...env },
        join(__dirname, '../doubles/modules-at-exit.js'),
      );
      const { url } = await service.listening();
      await fetch(`${url}/reports`, { headers: { traceparent: `00-${TRACE}-${CALLER}-01` } });
      await stop(service);
      expect(service.logs.text.includes('trace_id')).toBe(env.ENABLE_TRACING === 'true');
      return Number(/opentelemetry modules: (\d+)/.exec(service.stderr)?.[1]);
    };
    expect(await loaded({})).toBe(0);
    expect(await loaded(collector.env)).toBeGreaterThan(10);
  });
});

describeWith('redis-server', 'Tracing through Redis', () => {
  it('follows a job into another process', async () => {
    const redis = await RedisServer.start();
    const env = { QUEUE: 'redis', CACHE: 'redis', REDIS_URL: redis.url };
    const api = serve({ ...env, ROLE: 'api', OTEL_SERVICE_NAME: 'api' });
    const worker = serve({ ...env, ROLE: 'worker', OTEL_RESOURCE_ATTRIBUTES: 'service.name=worker' });
    const { url } = await api.listening();
    await worker.listening();
    await order(url, { traceparent: `00-${TRACE}-${CALLER}-01` });
    await worker.first('job_completed');
    await Promise.all([stop(api), stop(worker)]);
    await redis.close();
    const spans = collector.trace(TRACE);
    expectOneTree(spans, CALLER);
    const of = (process: string) =>
      namesOf(spans.filter(({ resource }) => resource['service.name'] === process));
    expect(of('api')).toEqual(new Set(['POST /analyze/async', 'sqlite', 'redis']));
    for (const name of ['job', 'analysis', 'swot', 'gemini', 'gcs', 'sqlite', 'redis'])
      expect(of('worker')).toContain(name);
  });
});
