import { eventually } from '../contracts/eventually.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { createTestApp, sample, type TestApp } from '../harness.js';

jest.setTimeout(30_000);

interface Check {
  readonly status: string;
  readonly reason?: string;
  readonly criticality: string;
}

const SOON = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '0.01s' };
const BODY = { company: 'AT&T', frameworks: ['swot'], depth: 'quick', cache: 'bypass', on_timeout: 'fail' };

let server: gemini.GeminiServer;
let service: TestApp;

beforeEach(async () => {
  server = await gemini.GeminiServer.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await service.close();
  await server.close();
});

const open = async (env: Record<string, string> = {}) => {
  service = await createTestApp({ env: { ...server.env, HEALTH_CACHE_TTL: '0', ...env } });
};
const probe = async (): Promise<{ code: number; status: string; check: Check | undefined }> => {
  const answer = await service.get('/health/ready');
  const { status, details } = (await answer.json()) as { status: string; details: Record<string, Check> };
  return { code: answer.status, status, check: details.gemini };
};
const later = (ms: number) => {
  const now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => now + ms);
};

describe('The health check of Gemini', () => {
  it('asks for the model once a minute, whoever probes how often, and spends nothing', async () => {
    await open();
    const probes = await Promise.all([probe(), probe(), probe()]);
    for (const { code, check } of [...probes, await probe()])
      expect({ code, check }).toMatchObject({ code: 200, check: { status: 'up', criticality: 'critical' } });
    expect(server.asked('model')).toHaveLength(1);
    expect(server.asked('model')[0]?.path).toBe('/v1/models/gemini-3.8-flash');
    later(61_000);
    await probe();
    expect(server.asked('model')).toHaveLength(2);
    expect(server.asked()).toHaveLength(0);
    expect(sample(await service.scrape(), 'consultantos_api_cost_total{service="gemini",unit="USD"}')).toBe(
      0,
    );
  });

  it.each([
    ['a wrong key', { GEMINI_API_KEY: 'some-other-key' }, 'invalid_key'],
    ['a model that does not exist', { GEMINI_MODEL: 'gemini-none' }, 'model_not_found'],
    ['an address where nobody listens', { GEMINI_BASE_URL: 'http://127.0.0.1:9' }, 'unreachable'],
  ])('tells %s', async (_what, env, reason) => {
    await open(env);
    expect(await probe()).toMatchObject({ code: 503, status: 'error', check: { status: 'down', reason } });
  });

  it.each([
    ['a spent quota', gemini.quota('20s'), 'quota_exhausted'],
    ['a key that may not', gemini.failure(403, 'PERMISSION_DENIED'), 'invalid_key'],
    ['an upstream in trouble', gemini.failure(503, 'UNAVAILABLE'), 'unreachable'],
    ['a broken connection', gemini.reset, 'unreachable'],
    ['an upstream that hangs', gemini.hang, 'timeout'],
  ])('tells %s', async (_what, answer, reason) => {
    server.always('model', answer);
    await open(reason === 'timeout' ? { HEALTH_CHECK_TIMEOUT: '0.2' } : {});
    expect(await probe()).toMatchObject({ code: 503, check: { status: 'down', reason } });
  });

  it('looks again soon after a failure', async () => {
    server.answer('model', gemini.failure(503, 'UNAVAILABLE'));
    await open();
    expect((await probe()).check?.reason).toBe('unreachable');
    later(5001);
    expect((await probe()).check?.status).toBe('up');
  });

  it('learns from real calls: what they proved need not be asked', async () => {
    server.always('*', standIn());
    await open({ HEALTH_CACHE_TTL: '0' });
    later(61_000);
    expect((await service.post('/analyze', BODY)).status).toBe(200);
    expect((await probe()).check?.status).toBe('up');
    expect(server.asked('model')).toHaveLength(1);
    server.always('*', gemini.quota('0.01s'));
    expect((await service.post('/analyze', BODY)).status).toBe(503);
    later(61_000);
    server.always('*', gemini.wrongKey);
    expect((await service.post('/analyze', BODY)).status).toBe(503);
    expect((await probe()).check?.reason).toBe('invalid_key');
  });

  it('does not trust a success of the last minute once a call has met an upstream that is away', async () => {
    server.always('*', standIn());
    await open();
    expect((await service.post('/analyze', BODY)).status).toBe(200);
    expect((await probe()).check?.status).toBe('up');
    const away = gemini.failure(503, 'UNAVAILABLE', [SOON]);
    server.always('*', away).always('model', away);
    later(6000);
    expect((await service.post('/analyze', BODY)).status).toBe(502);
    expect(await probe()).toMatchObject({ code: 503, check: { status: 'down', reason: 'unreachable' } });
    server.always('*', standIn());
    expect((await service.post('/analyze', BODY)).status).toBe(200);
    expect((await probe()).check?.status).toBe('up');
  });

  /** Analyses until the circuit is open. */
  const wearOut = async () => {
    for (let call = 0; call < 2; call += 1) await service.post('/analyze', BODY);
  };

  it('tells an open circuit, as the list of engines does, and lets it close again', async () => {
    server.always('*', gemini.failure(503, 'UNAVAILABLE', [SOON]));
    await open();
    await wearOut();
    const resting = { code: 200, status: 'degraded', check: { status: 'degraded', reason: 'circuit_open' } };
    expect(await probe()).toMatchObject(resting);
    const engines = (await (await service.get('/engines')).json()) as object[];
    expect(engines).toContainEqual({ name: 'gemini', available: false, reason: 'circuit_open' });
    // Another engine is not taken without a word.
    expect((await service.post('/analyze', BODY)).status).toBe(503);
    later(60_001);
    expect(await probe()).toMatchObject({ code: 200, check: { status: 'up' } });
    server.always('*', standIn());
    expect((await service.post('/analyze', BODY)).status).toBe(200);
  });

  it.each([
    ['was in trouble', gemini.failure(503, 'UNAVAILABLE', [SOON]), 'unreachable'],
    ['reset connections', gemini.reset, 'unreachable'],
    ['hung', gemini.hang, 'timeout'],
  ])(
    'is ready again within 10 s of an upstream that %s, while the circuit is open',
    async (_what, fault, reason) => {
      await open({ GEMINI_TIMEOUT: '0.1', HEALTH_CHECK_TIMEOUT: '0.2', HEALTH_CACHE_TTL: '2' });
      server.always('*', fault).always('model', fault);
      await wearOut();
      await eventually(async () => (await probe()).code === 503);
      expect((await probe()).check).toMatchObject({ status: 'down', reason });
      server.always('*', standIn()).always('model', gemini.raw({ name: 'models/gemini-3.8-flash' }));
      const back = performance.now();
      await eventually(async () => (await probe()).code === 200);
      expect(performance.now() - back).toBeLessThan(10_000);
      expect((await probe()).check).toMatchObject({ status: 'degraded', reason: 'circuit_open' });
      // It was not asked for an analysis to find that out.
      expect(server.asked()).toHaveLength(5);
    },
  );

  it.each([
    [
      'weighs little where the other engine works',
      { ANALYSIS_ENGINE: 'extractive', GEMINI_API_KEY: 'some-other-key' },
      200,
      'degraded',
      'invalid_key',
      'degrading',
    ],
    [
      'needs no key where the other engine works',
      { GEMINI_API_KEY: '' },
      200,
      'ok',
      'not_configured',
      'degrading',
    ],
  ])('%s', async (_what, env, code, status, reason, criticality) => {
    await open(env);
    expect(await probe()).toMatchObject({ code, status, check: { reason, criticality } });
  });
});
