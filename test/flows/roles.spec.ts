import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../contracts/eventually.js';
import { describeWith } from '../doubles/describe-with.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { JobClient, type JobView } from '../doubles/job-client.js';
import { RedisServer } from '../doubles/redis-server.js';
import { createTestApp, sample, type TestApp } from '../harness.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const SOURCES = [{ id: 'a', title: 'A', content: 'Our brand is strong. Two suppliers sell our chips.' }];
const BODY = { company: 'Northwind', depth: 'quick', frameworks: ['swot', 'pestel'], sources: SOURCES };
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'consultantos-roles-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('A process of one role', () => {
  const running: TestApp[] = [];
  afterEach(async () => {
    for (const service of running.splice(0)) await service.close();
  });
  const serve = async (role: string) => {
    const service = await createTestApp({ env: { ROLE: role, DATA_DIR: folder } });
    running.push(service);
    return service;
  };

  it('worker serves probes and metrics, and nothing else', async () => {
    const { get, post, scrape } = await serve('worker');
    for (const path of ['live', 'ready', 'startup', 'detailed', 'metrics'])
      expect((await get(`/health/${path}`)).status).toBe(200);
    for (const path of ['/jobs', '/v1/jobs', '/reports', '/engines', '/usage', '/openapi.json', '/docs']) {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'not_found' });
      expect(answer.headers.get('x-request-id')).not.toBeNull();
    }
    expect((await post('/analyze', BODY)).status).toBe(404);
    expect(sample(await scrape(), 'consultantos_jobs_total{status="pending"}')).toBe(0);
  });

  it('api accepts jobs and leaves them to a worker, which does them as a part of their request', async () => {
    const api = await serve('api');
    expect(api.logs.of('startup_completed')).toMatchObject([{ tasks: 0 }]);
    const client = new JobClient(api);
    const id = await client.accepted(BODY, { 'x-request-id': 'order-3' });
    expect((await client.show(id)).status).toBe('pending');
    expect(sample(await api.scrape(), 'consultantos_jobs_total{status="pending"}')).toBe(1);
    const worker = await serve('worker');
    await client.until(id, 'completed');
    expect(api.logs.of('job_started')).toEqual([]);
    expect(worker.logs.of('job_started')).toMatchObject([{ job_id: id, request_id: 'order-3' }]);
    expect((await api.get(`/reports/${id}`)).status).toBe(200);
  });

  it('api answers analyses itself', async () => {
    const api = await serve('api');
    expect((await api.post('/analyze', BODY)).status).toBe(200);
  });
});

describeWith('redis-server', 'Processes of both roles on one Redis', () => {
  let redis: RedisServer;
  let upstream: gemini.GeminiServer;
  beforeEach(async () => {
    redis = await RedisServer.start();
    upstream = await gemini.GeminiServer.start();
  });
  afterEach(async () => {
    await ServiceProcess.endAll();
    await upstream.close();
    await redis.close();
  });
  const start = async (role: string) => {
    const backends = { QUEUE: 'redis', CACHE: 'redis', REDIS_URL: redis.url, DATA_DIR: folder };
    const service = new ServiceProcess({ ROLE: role, ...backends, ...upstream.env });
    const { url } = await service.listening();
    await service.first('startup_completed');
    return { service, url };
  };
  const read = async (url: string) => (await (await fetch(url)).json()) as JobView;
  const order = async (url: string): Promise<string> => {
    const answer = await fetch(`${url}/analyze/async`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'order-4' },
      body: JSON.stringify(BODY),
    });
    return ((await answer.json()) as JobView).job_id;
  };

  it('a job is cancelled at the one, and its call ends at the other', async () => {
    upstream.always('*', gemini.hang);
    const [api, worker] = [await start('api'), await start('worker')];
    const id = await order(api.url);
    await upstream.until(() => upstream.openRequests > 0);
    expect((await fetch(`${api.url}/jobs/${id}/cancel`, { method: 'POST' })).status).toBe(202);
    const asked = performance.now();
    await upstream.until(() => upstream.openSockets === 0);
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(await worker.service.first('job_cancelled')).toMatchObject({ job_id: id, request_id: 'order-4' });
    expect(await read(`${api.url}/jobs/${id}`)).toMatchObject({ status: 'cancelled', report_id: null });
  });

  it('a job whose worker is killed is done by another one, which asks for nothing twice that was kept', async () => {
    upstream.answer('pestel', gemini.hang).always('*', standIn());
    const [api, first] = [await start('api'), await start('worker')];
    const id = await order(api.url);
    await eventually(async () => (await read(`${api.url}/jobs/${id}`)).progress > 0.2);
    const second = await start('worker');
    first.service.kill('SIGKILL');
    await first.service.exited;
    let job = await read(`${api.url}/jobs/${id}`);
    await eventually(async () => (job = await read(`${api.url}/jobs/${id}`)).finished_at !== null);
    expect(job).toMatchObject({ status: 'completed', attempt: 2 });
    expect(upstream.asked('swot')).toHaveLength(1);
    const done = await second.service.first('job_completed');
    expect(done).toMatchObject({ job_id: id, request_id: 'order-4' });
  });

  it('each ends in order at SIGTERM, also while Redis is gone', async () => {
    upstream.always('*', standIn());
    const [api, worker] = [await start('api'), await start('worker')];
    await redis.crash();
    for (const { service } of [api, worker]) {
      service.kill('SIGTERM');
      expect(await service.exited).toEqual({ code: 0, signal: null });
      expect(service.stderr).toBe('');
    }
  });
});
