import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/analysis/analysis.js';
import { eventually } from '../contracts/eventually.js';
import { describeWith } from '../doubles/describe-with.js';
import { FIRESTORE_EMULATOR, FirestoreEmulator } from '../doubles/firestore-emulator.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { JobClient, type JobView } from '../doubles/job-client.js';
import { createTestApp, sample } from '../harness.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(120_000);

const SOURCES = [{ id: 'a', title: 'Report', content: 'Our brand is strong. Two suppliers sell our chips.' }];
const BODY = { frameworks: ['swot'], sources: SOURCES };

const read = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;
const send = (url: string, body: object, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const timed = async (url: string) => {
  const asked = performance.now();
  const answer = await fetch(url);
  await answer.text();
  return { status: answer.status, ms: performance.now() - asked };
};

describeWith(FIRESTORE_EMULATOR, 'The service on Firestore', () => {
  let emulator: FirestoreEmulator;
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-firestore-'));

  beforeAll(async () => {
    emulator = await FirestoreEmulator.start();
  });
  afterEach(async () => {
    emulator.resume();
    await ServiceProcess.endAll();
  });
  afterAll(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('registers reports, pages through them, books usage, does jobs, and counts its calls', async () => {
    // A cold emulator on a busy machine is slow with its first answers; none of them is to count as failed.
    const service = await createTestApp({ env: { ...emulator.newDatabase(), BACKEND_TIMEOUT: '30' } });
    try {
      const ids: string[] = [];
      for (const company of ['Northwind', 'Contoso', 'AT&T']) {
        const answer = await service.post('/analyze', { ...BODY, company });
        expect(answer.status).toBe(200);
        ids.unshift(((await answer.json()) as { report_id: string }).report_id);
      }
      interface Page {
        reports: { report_id: string }[];
        next_cursor: string | null;
      }
      const page = async (query: string) => (await (await service.get(`/reports?${query}`)).json()) as Page;
      const first = await page('limit=2');
      const second = await page(`limit=2&cursor=${first.next_cursor}`);
      expect([...first.reports, ...second.reports].map(({ report_id }) => report_id)).toEqual(ids);
      expect(second.next_cursor).toBeNull();
      expect((await page('company=at%26t')).reports).toMatchObject([{ report_id: ids[0] }]);

      const client = new JobClient(service);
      const job = await client.until(await client.accepted({ ...BODY, company: 'Fabrikam' }), 'completed');
      expect((await service.get(`/reports/${job.report_id}`)).status).toBe(200);
      const events = await (await service.get(`/jobs/${job.job_id}/events`)).text();
      expect(events.match(/^event: \w+/gm)).toEqual(
        expect.arrayContaining(['event: enqueued', 'event: started', 'event: completed']),
      );
      expect(await (await service.get('/usage')).json()).toMatchObject({ total: { analyses: 4 } });
      expect((await service.get(`/reports/${ids[0]}`, { method: 'DELETE' })).status).toBe(204);
      expect((await service.get(`/reports/${ids[0]}`)).status).toBe(404);

      const exposition = await service.scrape();
      const calls = (status: string) =>
        sample(exposition, `consultantos_api_calls_total{service="firestore",status="${status}"}`);
      expect(calls('success')).toBeGreaterThan(20);
      expect(calls('failed')).toBe(0);
      expect(
        sample(exposition, 'consultantos_api_call_duration_seconds_count{service="firestore"}'),
      ).toBeGreaterThan(20);
      expect(sample(exposition, 'consultantos_jobs_total{status="completed"}')).toBe(1);
    } finally {
      await service.close();
    }
  });

  it('shares its jobs among processes without a further queue, each done once', async () => {
    const env = { ...emulator.newDatabase(), DATA_DIR: join(folder, 'shared'), JOB_CONCURRENCY: '2' };
    const services = [new ServiceProcess(env), new ServiceProcess(env)];
    const urls = await Promise.all(services.map(async (each) => (await each.listening()).url));
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1) {
      const answer = await send(`${urls[0]}/analyze/async`, { ...BODY, company: `Company ${index}` });
      ids.push(((await answer.json()) as JobView).job_id);
    }
    for (const id of ids)
      await eventually(async () => (await read<JobView>(`${urls[1]}/jobs/${id}`)).status === 'completed');
    for (const service of services) await service.first('job_completed');
    const done = () =>
      services.flatMap(({ logs }) => logs.of('job_completed').map(({ job_id }) => String(job_id)));
    await eventually(() => done().length >= ids.length);
    expect(done().sort()).toEqual(ids.sort());
  });

  it('goes on with a job whose process is killed, and repeats no stage that was paid for', async () => {
    const server = await gemini.GeminiServer.start();
    try {
      server.answer('pestel', gemini.hang).always('*', standIn());
      const env = { ...server.env, ...emulator.newDatabase(), DATA_DIR: join(folder, 'killed') };
      const first = new ServiceProcess(env);
      const before = (await first.listening()).url;
      const order = {
        company: 'AT&T',
        depth: 'quick',
        frameworks: ['porter', 'swot', 'pestel'],
        sources: SOURCES,
      };
      const answer = await send(`${before}/analyze/async`, order, { 'x-request-id': 'order-15' });
      const { job_id: id } = (await answer.json()) as JobView;
      await eventually(async () => (await read<JobView>(`${before}/jobs/${id}`)).progress === 0.4);
      first.kill('SIGKILL');
      await first.exited;
      const second = new ServiceProcess(env);
      const { url } = await second.listening();
      let done = await read<JobView>(`${url}/jobs/${id}`);
      await eventually(async () => (done = await read<JobView>(`${url}/jobs/${id}`)).finished_at !== null);
      expect(done).toMatchObject({ status: 'completed', attempt: 2, progress: 1 });
      const steps = server.asked().map(({ step }) => step);
      expect(steps.toSorted()).toEqual(['pestel', 'pestel', 'porter', 'swot', 'synthesis']);
      expect((await read<Report>(`${url}/reports/${id}`)).cost.calls).toBe(4);
      // Log lines are written a little later than the answer.
      expect(await second.first('job_recovered')).toMatchObject({ job_id: id, request_id: 'order-15' });
    } finally {
      await server.close();
    }
  });

  it('stays alive while Firestore hangs, answers everything in time, and is ready again by itself', async () => {
    const service = new ServiceProcess({
      ...emulator.newDatabase(),
      DATA_DIR: join(folder, 'hanging'),
      BACKEND_TIMEOUT: '1',
      HEALTH_CHECK_TIMEOUT: '1',
      HEALTH_CACHE_TTL: '1',
    });
    const { url } = await service.listening();
    const isReady = async () => (await timed(`${url}/health/ready`)).status === 200;
    await eventually(isReady);
    expect((await send(`${url}/analyze`, { ...BODY, company: 'Northwind' })).status).toBe(200);

    emulator.pause();
    const slow = Promise.all([
      fetch(`${url}/reports`),
      send(`${url}/analyze`, { ...BODY, company: 'Contoso' }),
      send(`${url}/analyze/async`, { ...BODY, company: 'Fabrikam' }),
    ]);
    const lives: number[] = [];
    await eventually(async () => {
      const { status, ms } = await timed(`${url}/health/live`);
      expect(status).toBe(200);
      lives.push(ms);
      const ready = await timed(`${url}/health/ready`);
      expect(ready.ms).toBeLessThan(1250);
      return ready.status === 503 && lives.length > 20;
    });
    expect(Math.max(...lives)).toBeLessThan(50);
    for (const answer of await slow) {
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: 'overloaded', error: 'Service Unavailable' });
    }
    expect(service.logs.text).not.toContain('Our brand is strong');

    emulator.resume();
    const back = performance.now();
    await eventually(isReady);
    expect(performance.now() - back).toBeLessThan(10_000);
    expect((await send(`${url}/analyze`, { ...BODY, company: 'Tailspin' })).status).toBe(200);
    service.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  it('ends in order while Firestore hangs', async () => {
    const service = new ServiceProcess({
      ...emulator.newDatabase(),
      DATA_DIR: join(folder, 'ending'),
      BACKEND_TIMEOUT: '0.5',
    });
    const { url } = await service.listening();
    await eventually(async () => (await timed(`${url}/health/ready`)).status === 200);
    emulator.pause();
    expect((await fetch(`${url}/reports`)).status).toBe(503);
    service.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.logs.of('unhandled_rejection')).toEqual([]);
  });
});
