import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../contracts/eventually.js';
import { describeWith } from '../doubles/describe-with.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { JobClient } from '../doubles/job-client.js';
import { RedisServer } from '../doubles/redis-server.js';
import { StubAnalyst } from '../doubles/stub-analyst.js';
import { TcpProxy } from '../doubles/tcp-proxy.js';
import { createTestApp, sample, type TestApp } from '../harness.js';

jest.setTimeout(60_000);

const BODY = { frameworks: ['swot'], sources: [{ id: 'a', title: 'A', content: 'Our brand is strong.' }] };

describeWith('redis-server', 'Jobs through Redis', () => {
  let server: RedisServer;
  let proxy: TcpProxy;
  const running: TestApp[] = [];
  const folders: string[] = [];

  beforeEach(async () => {
    server = await RedisServer.start();
    proxy = await TcpProxy.to(server.port);
  });
  afterEach(async () => {
    for (const service of running.splice(0)) await service.close();
    await proxy.close();
    await server.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const serve = async (env: Record<string, string> = {}) => {
    const redis = { QUEUE: 'redis', REDIS_URL: `redis://127.0.0.1:${proxy.port}`, HEALTH_CACHE_TTL: '0' };
    const service = await createTestApp({ env: { ...redis, ...env } });
    running.push(service);
    return { ...service, client: new JobClient(service), stub: StubAnalyst.in(service.app) };
  };
  const queueOf = async (service: TestApp) => {
    const answer = await service.get('/health/ready');
    const { details } = (await answer.json()) as { details: { queue: { status: string } } };
    return { code: answer.status, ...details.queue };
  };
  const isUp = (service: TestApp) => eventually(async () => (await queueOf(service)).status === 'up');

  it('are done, each as a part of its request, and counted as calls to Redis', async () => {
    const service = await serve();
    // Nobody calls it down because its first connection took a moment.
    expect(service.logs.of('health_status_changed').filter(({ to }) => to !== 'up')).toEqual([]);
    const id = await service.client.accepted(BODY, { 'x-request-id': 'order-1' });
    await service.client.until(id, 'completed');
    const [done] = await service.logs.until('job_completed');
    expect(done).toMatchObject({ job_id: id, request_id: 'order-1' });
    const lines = service.logs.lines.filter(({ job_id }) => job_id === id);
    expect(new Set(lines.map(({ request_id }) => request_id))).toEqual(new Set(['order-1']));
    expect(await queueOf(service)).toMatchObject({ code: 200, status: 'up', provider: 'redis' });
    // A worker asks by itself: for the next job, and for those whose process is gone.
    const calls = async () =>
      sample(await service.scrape(), 'consultantos_api_calls_total{service="redis",status="success"}') ?? 0;
    const before = await calls();
    await eventually(async () => (await calls()) > before);
  });

  it('are accepted within a second while Redis is away, said to wait, and done when it is back', async () => {
    const service = await serve();
    await isUp(service);
    await proxy.refuse();
    const asked = performance.now();
    const ids = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        service.client.accepted({ ...BODY, company: `Company ${index}` }),
      ),
    );
    expect(performance.now() - asked).toBeLessThan(1000);
    expect((await service.client.show(ids[0]!)).status).toBe('pending');
    expect(service.logs.of('job_hand_over_failed')).toHaveLength(5);
    expect(await queueOf(service)).toMatchObject({ code: 200, status: 'down', reason: 'unreachable' });
    await proxy.accept();
    const back = performance.now();
    for (const id of ids) await service.client.until(id, 'completed');
    expect(performance.now() - back).toBeLessThan(10_000);
    await isUp(service);
    expect(service.stub.worked).toHaveLength(5);
  });

  it('are accepted while Redis hangs, and done when it goes on', async () => {
    const service = await serve();
    await isUp(service);
    proxy.pause();
    const asked = performance.now();
    const id = await service.client.accepted(BODY);
    expect(performance.now() - asked).toBeLessThan(1000);
    expect(await queueOf(service)).toMatchObject({ code: 200, status: 'down', reason: 'timeout' });
    proxy.resume();
    await service.client.until(id, 'completed');
  });

  it('come back from the register when Redis has lost them all, and are done once', async () => {
    const service = await serve({ JOB_CONCURRENCY: '1' });
    await isUp(service);
    const held = service.stub.hold('Northwind/swot');
    const ids = [await service.client.accepted(BODY)];
    await held.reached;
    for (let index = 0; index < 4; index += 1)
      ids.push(await service.client.accepted({ ...BODY, company: `Company ${index}` }));
    await server.crash();
    await server.begin();
    held.release();
    for (const id of ids) await service.client.until(id, 'completed');
    expect(service.stub.worked).toHaveLength(5);
    expect(service.logs.of('job_completed')).toHaveLength(5);
  });

  it('whose lock Redis has lost are told of once each, as a part of their requests', async () => {
    const service = await serve({ JOB_CONCURRENCY: '2' });
    await isUp(service);
    const holds = ['Northwind/swot', 'Other/swot'].map((stage) => service.stub.hold(stage));
    const ids = [
      await service.client.accepted(BODY, { 'x-request-id': 'order-1' }),
      await service.client.accepted({ ...BODY, company: 'Other' }, { 'x-request-id': 'order-2' }),
    ];
    for (const { reached } of holds) await reached;
    await server.empty();
    await eventually(() => service.logs.of('job_queue_error').length >= 2);
    // BullMQ tries again every 1.25 s, and says the same each time.
    await sleep(4000);
    for (const held of holds) held.release();
    for (const id of ids) await service.client.until(id, 'completed');
    const told = service.logs.of('job_queue_error').map(({ job_id, request_id }) => ({ job_id, request_id }));
    expect(told).toHaveLength(2);
    expect(told).toEqual(
      expect.arrayContaining([
        { job_id: ids[0], request_id: 'order-1' },
        { job_id: ids[1], request_id: 'order-2' },
      ]),
    );
  });

  it('do not keep a service from starting without Redis, nor from stopping', async () => {
    proxy.pause();
    const service = await serve();
    expect((await service.get('/health/startup')).status).toBe(200);
    const id = await service.client.accepted(BODY);
    const stopping = performance.now();
    await running.splice(0)[0]!.close();
    expect(performance.now() - stopping).toBeLessThan(6000);
    expect(service.logs.of('unhandled_exception')).toEqual([]);
    expect(id).toBeDefined();
  });

  it('are given back at the end of a process, and begun by the next at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'consultantos-redis-'));
    folders.push(folder);
    const first = await serve({ DATA_DIR: folder });
    await isUp(first);
    const held = first.stub.hold('Northwind/swot');
    const id = await first.client.accepted(BODY, { 'x-request-id': 'order-2' });
    await held.reached;
    await running.splice(0)[0]!.close();
    expect(first.logs.of('job_returned')).toHaveLength(1);
    const second = await serve({ DATA_DIR: folder });
    const done = await second.client.until(id, 'completed');
    expect(done.attempt).toBe(1);
    expect(second.logs.of('job_started')).toMatchObject([{ job_id: id, request_id: 'order-2' }]);
  });

  it('that are none of ours are refused, and said', async () => {
    const service = await serve();
    await isUp(service);
    const { BullQueue } = await import('../../src/adapters/redis/bull-queue.js');
    const { queue } = service.app.get(BullQueue, { strict: false });
    await queue.add('job', { job_id: '../../x' } as never, { jobId: 'strange' });
    const [line] = await service.logs.until('job_payload_refused');
    expect(line).toMatchObject({ queue_id: 'strange' });
    expect(service.stub.worked).toEqual([]);
    await eventually(async () => (await queue.getJob('strange')) === undefined);
  });

  it('wait in every process while the quota of Gemini is spent, and do not lose their attempts', async () => {
    const upstream = await gemini.GeminiServer.start();
    upstream.always('*', standIn()).answer('swot', ...Array.from({ length: 3 }, () => gemini.quota('1s')));
    const folder = mkdtempSync(join(tmpdir(), 'consultantos-redis-'));
    folders.push(folder);
    const env = { ...upstream.env, DATA_DIR: folder, JOB_CONCURRENCY: '1' };
    const services = [await serve(env), await serve(env)];
    for (const service of services) await isUp(service);
    const { client } = services[0]!;
    const logs = () => services.flatMap((service) => service.logs.lines);
    const unlucky = await client.accepted({ ...BODY, depth: 'quick' });
    await eventually(() => logs().some(({ event }) => event === 'job_queue_resting'));
    const resting = performance.now();
    const other = await client.accepted({ ...BODY, company: 'Other', depth: 'quick' });
    await eventually(() => logs().some((line) => line.event === 'job_started' && line.job_id === other));
    expect(performance.now() - resting).toBeGreaterThan(800);
    expect((await client.until(other, 'completed')).attempt).toBe(1);
    expect((await client.until(unlucky, 'completed')).attempt).toBe(2);
    await upstream.close();
  });
});
