import { createTestApp, sample, type TestApp } from '../harness.js';
import { ServiceProcess } from '../service-process.js';
import { GeminiServer } from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';

const OPS_TOKEN = 'the-operators-token';
const EX_CONFIG = 78;
const SOURCES = [
  { id: 'a', title: 'Report', content: 'Our brand is strong in every region of the country.' },
];

const setFaults = (service: TestApp, faults: object, token = OPS_TOKEN) =>
  service.get('/health/faults', {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(faults),
  });
const readiness = async (service: TestApp) => {
  const { details } = (await (await service.get('/health/ready')).json()) as {
    details: Record<string, { status: string; reason?: string }>;
  };
  return details;
};

describe('Without FAULT_INJECTION', () => {
  it('nothing can be broken', async () => {
    const service = await createTestApp({ env: { OPS_TOKEN } });
    expect((await setFaults(service, {})).status).toBe(404);
    await service.close();
  });

  it('production refuses to start with it, and nothing starts with it without a token', async () => {
    const refused = async (env: Record<string, string>) => {
      const service = new ServiceProcess({ FAULT_INJECTION: 'true', ...env });
      const { code } = await service.exited;
      return [code, service.stderr] as const;
    };
    expect(await refused({ ENVIRONMENT: 'production', OPS_TOKEN, API_KEYS: `a:${'0'.repeat(64)}` })).toEqual([
      EX_CONFIG,
      expect.stringContaining('FAULT_INJECTION is true; allowed in production: false'),
    ]);
    expect(await refused({})).toEqual([
      EX_CONFIG,
      expect.stringContaining('OPS_TOKEN is not set; FAULT_INJECTION'),
    ]);
  });
});

describe('With FAULT_INJECTION', () => {
  let service: TestApp;
  let upstream: GeminiServer;

  beforeAll(async () => {
    upstream = await GeminiServer.start();
    upstream.always('*', standIn());
    const env = {
      ...upstream.env,
      FAULT_INJECTION: 'true',
      OPS_TOKEN,
      HEALTH_CACHE_TTL: '0',
      HEALTH_CHECK_TIMEOUT: '0.2',
    };
    service = await createTestApp({ env: { ...env, ANALYSIS_ENGINE: 'extractive' } });
  });
  afterEach(() => setFaults(service, {}));
  afterAll(async () => {
    await service.close();
    await upstream.close();
  });

  it('only the ops token lets something go wrong, and only what is known', async () => {
    expect((await setFaults(service, {}, 'another-token-of-16')).status).toBe(401);
    const answer = await setFaults(service, { backends: { printer: { mode: 'failing' } } });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['database', '/reports'],
    ['storage', '/reports/REPORT'],
  ])('a %s that fails, fails requests and its check, and is well afterwards', async (backend, path) => {
    const made = await service.post('/analyze', { company: `Failing ${backend}`, sources: SOURCES });
    const { report_id } = (await made.json()) as { report_id: string };
    const url = path.replace('REPORT', report_id);
    await setFaults(service, { backends: { [backend]: { mode: 'failing' } } });
    expect((await service.get(url)).status).toBe(500);
    expect((await readiness(service))[backend]).toMatchObject({ status: 'down', reason: 'fault_injected' });
    await setFaults(service, {});
    expect((await service.get(url)).status).toBe(200);
    expect((await readiness(service))[backend]).toMatchObject({ status: 'up' });
  });

  it('a backend that is slow takes its time', async () => {
    await setFaults(service, { backends: { database: { mode: 'slow', delay_ms: 300 } } });
    const begun = performance.now();
    expect((await service.get('/reports')).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(290);
  });

  it('a backend that hangs holds requests until it is let go; its check ends in time', async () => {
    await setFaults(service, { backends: { database: { mode: 'hanging' } } });
    const held = service.get('/reports');
    expect((await readiness(service)).database).toMatchObject({ status: 'down', reason: 'timeout' });
    await setFaults(service, {});
    expect((await held).status).toBe(200);
  });

  it('a degraded backend warns', async () => {
    await setFaults(service, { backends: { storage: { mode: 'degraded' } } });
    expect((await readiness(service)).storage).toMatchObject({
      status: 'degraded',
      reason: 'fault_injected',
    });
  });

  it('a queue that is stuck takes jobs and does none until it is let go', async () => {
    await setFaults(service, { backends: { queue: { mode: 'hanging' } } });
    const order = await service.post('/analyze/async', { company: 'Stuck', sources: SOURCES });
    const { job_id } = (await order.json()) as { job_id: string };
    const looks = service.logs.of('job_started').filter((line) => line.job_id === job_id);
    expect([order.status, looks]).toEqual([202, []]);
    await setFaults(service, {});
    await service.logs.until('job_completed', 1, (line) => line.job_id === job_id);
  });

  it('routes fail as often as was asked, and no probe does', async () => {
    await setFaults(service, { failing_share: 1 });
    expect((await service.get('/engines')).status).toBe(500);
    expect((await service.get('/health/live')).status).toBe(200);
  });

  it('Gemini costs so many times as much, in the report and in the metrics', async () => {
    const analyse = async (company: string) => {
      const answer = await service.post('/analyze', {
        company,
        engine: 'gemini',
        frameworks: ['swot'],
        sources: SOURCES,
      });
      return ((await answer.json()) as { report: { cost: { usd: number } } }).report.cost.usd;
    };
    const usual = await analyse('Usual');
    await setFaults(service, { price_factor: 1000 });
    const dear = await analyse('Dear');
    const scrape = await service.get('/health/metrics', {
      headers: { authorization: `Bearer ${OPS_TOKEN}` },
    });
    expect(dear / usual).toBeCloseTo(1000, 0);
    const spent = sample(await scrape.text(), 'consultantos_api_cost_total{service="gemini",unit="USD"}');
    expect(spent).toBeCloseTo(usual + dear, 4);
  });

  it('the event loop stands still as long as was asked', async () => {
    await setFaults(service, { loop_block_ms: 400 });
    const longest = await new Promise<number>((resolve) => {
      let last = performance.now();
      const timer = setInterval(() => {
        const gap = performance.now() - last;
        last = performance.now();
        if (gap < 390) return;
        clearInterval(timer);
        resolve(gap);
      }, 5);
    });
    expect(longest).toBeGreaterThan(390);
  });
});
