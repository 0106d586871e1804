import { eventually } from '../contracts/eventually.js';
import { describeWith } from '../doubles/describe-with.js';
import { EventReader } from '../doubles/event-reader.js';
import { FIRESTORE_EMULATOR, FirestoreEmulator } from '../doubles/firestore-emulator.js';
import { GcsServer } from '../doubles/gcs-server.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import type { JobView } from '../doubles/job-client.js';
import { RedisServer } from '../doubles/redis-server.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(120_000);

const ORDER = {
  company: 'Northwind',
  frameworks: ['swot', 'pestel'],
  depth: 'quick',
  sources: [{ id: 'a', title: 'Report', content: 'Our brand is strong. Two suppliers sell our chips.' }],
};
const read = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

/** Nothing is left on the machine that the processes run on. */
const onEveryBackend = () => {
  let redis: RedisServer;
  let emulator: FirestoreEmulator;
  let bucket: GcsServer;
  let upstream: gemini.GeminiServer;
  let env: Record<string, string>;
  beforeAll(async () => {
    emulator = await FirestoreEmulator.start();
    redis = await RedisServer.start();
    bucket = await GcsServer.start();
  });
  beforeEach(async () => {
    upstream = await gemini.GeminiServer.start();
    // A cold emulator on a busy machine is slow with its first answers.
    const patience = { BACKEND_TIMEOUT: '10', HEALTH_CHECK_TIMEOUT: '10' };
    const shared = { CACHE: 'redis', QUEUE: 'redis', REDIS_URL: redis.url };
    env = { ...emulator.newDatabase(), ...bucket.env, ...shared, ...upstream.env, ...patience };
  });
  afterEach(async () => {
    await ServiceProcess.endAll();
    await upstream.close();
  });
  afterAll(async () => {
    await bucket.close();
    await redis.close();
    await emulator.close();
  });

  const start = async (role: string) => {
    const service = new ServiceProcess({ ...env, ROLE: role });
    const { url } = await service.listening();
    await service.first('startup_completed');
    return { service, url };
  };
  const order = async (url: string) => {
    const headers = { 'content-type': 'application/json', 'x-request-id': 'order-5' };
    const answer = await fetch(`${url}/analyze/async`, {
      method: 'POST',
      headers,
      body: JSON.stringify(ORDER),
    });
    expect(answer.status).toBe(202);
    return ((await answer.json()) as JobView).job_id;
  };
  const show = (url: string, id: string) => read<JobView>(`${url}/jobs/${id}`);

  it('a job is ordered, followed and finished, also where its worker is killed and started again', async () => {
    upstream.answer('pestel', gemini.hang).always('*', standIn());
    const [api, first] = await Promise.all([start('api'), start('worker')]);
    const id = await order(api.url);
    const events = new EventReader(await fetch(`${api.url}/jobs/${id}/events`));
    await eventually(async () => (await show(api.url, id)).progress > 0.2);
    first.service.kill('SIGKILL');
    await first.service.exited;
    const second = await start('worker');
    const names = (await events.end()).map(({ event }) => event);
    expect(names.filter((name) => name === 'started')).toHaveLength(2);
    expect(names.at(-1)).toBe('completed');
    const done = await show(api.url, id);
    expect(done).toMatchObject({ status: 'completed', attempt: 2, progress: 1 });
    expect(upstream.asked('swot')).toHaveLength(1);
    expect((await fetch(`${api.url}/reports/${done.report_id}`)).status).toBe(200);
    expect(await second.service.first('job_completed')).toMatchObject({ job_id: id, request_id: 'order-5' });
    const ready = await read<{ status: string }>(`${api.url}/health/ready`);
    expect(ready.status).toBe('ok');
  });

  it('a job is cancelled at the API, and its call ends at the worker', async () => {
    upstream.always('*', gemini.hang);
    const [api] = await Promise.all([start('api'), start('worker')]);
    const id = await order(api.url);
    await upstream.until(() => upstream.openRequests > 0);
    expect((await fetch(`${api.url}/jobs/${id}/cancel`, { method: 'POST' })).status).toBe(202);
    await upstream.until(() => upstream.openSockets === 0);
    const names = (await new EventReader(await fetch(`${api.url}/jobs/${id}/events`)).end()).map(
      ({ event }) => event,
    );
    expect(names.at(-1)).toBe('cancelled');
    expect(await show(api.url, id)).toMatchObject({ status: 'cancelled', report_id: null });
  });
};

describeWith(FIRESTORE_EMULATOR, 'On Firestore and Redis together', () => {
  describeWith('redis-server', 'and Cloud Storage', onEveryBackend);
});
