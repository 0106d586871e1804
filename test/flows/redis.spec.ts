import { eventually } from '../contracts/eventually.js';
import { describeWith } from '../doubles/describe-with.js';
import { RedisServer } from '../doubles/redis-server.js';
import { TcpProxy } from '../doubles/tcp-proxy.js';
import { createTestApp, type TestApp } from '../harness.js';

const SOURCES = [{ id: 'a', title: 'A', content: 'Inflation raised our costs by 7 % in 2025.' }];
let companies = 0;
/** A request that nobody made before. */
const request = (fields: object = {}) => ({
  company: `Northwind ${(companies += 1)}`,
  sources: SOURCES,
  ...fields,
});

interface Answer {
  readonly report_id: string;
  readonly report: { readonly cache: { readonly hit: boolean } };
}

describeWith('redis-server', 'The service on Redis', () => {
  let server: RedisServer;
  let proxy: TcpProxy;
  const running: TestApp[] = [];

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    proxy = await TcpProxy.to(server.port);
  });
  afterEach(async () => {
    for (const service of running.splice(0)) await service.close();
    await proxy.close();
  });

  const serve = async (env: Record<string, string> = {}) => {
    const redis = { CACHE: 'redis', REDIS_URL: `redis://127.0.0.1:${proxy.port}`, HEALTH_CACHE_TTL: '0' };
    const service = await createTestApp({ env: { ...redis, ...env } });
    running.push(service);
    return service;
  };
  const analyse = async (service: TestApp, body: object) => {
    const answer = await service.post('/analyze', body);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Answer;
  };
  const readiness = async (service: TestApp) => {
    const answer = await service.get('/health/ready');
    const { status, details } = (await answer.json()) as { status: string; details: { cache: object } };
    return { code: answer.status, status, cache: details.cache };
  };

  it('answers from the cache, also while Redis is away, and says that it is', async () => {
    const service = await serve();
    await eventually(async () => (await readiness(service)).status === 'ok');
    const body = request();
    const made = await analyse(service, body);
    await proxy.refuse();
    const again = await analyse(service, body);
    expect(again.report_id).toBe(made.report_id);
    expect(again.report.cache.hit).toBe(true);
    const other = await analyse(service, request());
    expect(other.report.cache.hit).toBe(false);
    expect(await readiness(service)).toMatchObject({
      code: 200,
      status: 'degraded',
      cache: { status: 'down', provider: 'redis', reason: 'unreachable' },
    });
    await proxy.accept();
    await eventually(async () => (await readiness(service)).status === 'ok');
  });

  it('is well from its first look, also where connecting takes longer than any call may', async () => {
    // Several answers, of which each is in time.
    proxy.delayMs = 200;
    const service = await serve();
    expect(await readiness(service)).toMatchObject({ status: 'ok', cache: { status: 'up' } });
    expect(service.logs.of('api_call_failed')).toEqual([]);
  });

  it('starts while Redis hangs, and serves', async () => {
    proxy.pause();
    const service = await serve();
    expect((await service.get('/health/live')).status).toBe(200);
    await analyse(service, request());
    expect(await readiness(service)).toMatchObject({
      code: 200,
      status: 'degraded',
      cache: { status: 'down' },
    });
    proxy.resume();
    await eventually(async () => (await readiness(service)).status === 'ok');
  });

  it('stops while Redis hangs', async () => {
    const service = await serve();
    await eventually(async () => (await readiness(service)).status === 'ok');
    proxy.pause();
    await running.splice(0)[0]!.close();
    expect(service.logs.of('unhandled_exception')).toEqual([]);
  });

  it('makes one analysis of equal requests to two processes', async () => {
    const dataDir = (await serve()).dataDir;
    const services = [running[0]!, await serve({ DATA_DIR: dataDir })];
    for (const service of services) await eventually(async () => (await readiness(service)).status === 'ok');
    const body = request();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => analyse(services[index % 2]!, body)),
    );
    expect(new Set(answers.map(({ report_id }) => report_id)).size).toBe(1);
    const completed = services.flatMap(({ logs }) => logs.of('analysis_completed'));
    expect(completed.filter(({ cached }) => cached === false)).toHaveLength(1);
  });

  it('counts what clients may ask for in all processes together, and in each where it must', async () => {
    const env = { RATE_LIMIT_PER_HOUR: '3' };
    const [first, second] = [await serve(env), await serve(env)];
    for (const service of running) await eventually(async () => (await readiness(service)).status === 'ok');
    const statuses: number[] = [];
    for (const service of [first, second, first, second, first])
      statuses.push((await service.post('/analyze', request())).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    await proxy.refuse();
    const alone: number[] = [];
    for (let index = 0; index < 3; index += 1) alone.push((await second.post('/analyze', request())).status);
    // It had given one itself.
    expect(alone).toEqual([200, 200, 429]);
    expect(second.logs.of('rate_limits_counted')).toMatchObject([{ by: 'each_process' }]);
  });
});
