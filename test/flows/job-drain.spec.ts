import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../contracts/eventually.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import type { JobView } from '../doubles/job-client.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'consultantos-drain-'));
const RUNNING = 4;
const WAITING = 6;
let server: gemini.GeminiServer;

beforeEach(async () => {
  server = await gemini.GeminiServer.start();
});
afterEach(async () => {
  await ServiceProcess.endAll();
  await server.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;
const listOf = async (url: string) => (await read<{ jobs: JobView[] }>(`${url}/jobs?limit=100`)).jobs;

async function order(url: string, number: number): Promise<void> {
  const answer = await fetch(`${url}/analyze/async`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': `order-${number}` },
    body: JSON.stringify({
      company: `Company ${number}`,
      depth: 'quick',
      frameworks: ['swot', 'pestel'],
      sources: [{ id: 'a', title: 'Report', content: 'Our brand is strong. Two suppliers sell our chips.' }],
    }),
  });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
}

it('At SIGTERM under load, running jobs go back to pending with what they finished, waiting ones wait, and the next process does the rest', async () => {
  // One stage of each running job ends, the other hangs past the shutdown.
  server.answer('pestel', ...Array.from({ length: RUNNING }, () => gemini.hang)).always('*', standIn());
  const env = {
    ...server.env,
    DATA_DIR: join(folder, 'data'),
    JOB_CONCURRENCY: String(RUNNING),
    GRACEFUL_SHUTDOWN_TIMEOUT: '3',
  };
  const first = new ServiceProcess(env);
  const { url } = await first.listening();
  for (let number = 0; number < RUNNING + WAITING; number += 1) await order(url, number);
  await eventually(async () => (await listOf(url)).filter(({ progress }) => progress > 0).length === RUNNING);

  first.kill('SIGTERM');
  expect(await first.exited).toEqual({ code: 0, signal: null });
  expect(first.logs.of('job_returned')).toHaveLength(RUNNING);
  expect(new Set(first.logs.of('job_returned').map(({ request_id }) => request_id)).size).toBe(RUNNING);
  expect(server.asked('swot')).toHaveLength(RUNNING);

  const second = new ServiceProcess(env);
  const { url: after } = await second.listening();
  await eventually(async () => (await listOf(after)).every(({ finished_at }) => finished_at !== null));
  const jobs = await listOf(after);
  expect(jobs.map(({ status }) => status)).toEqual(Array(RUNNING + WAITING).fill('completed'));
  // The attempt that the shutdown ended does not count.
  expect(jobs.every(({ attempt }) => attempt === 1)).toBe(true);
  // Nothing was killed: there is nothing to recover.
  expect(second.logs.of('job_recovered')).toEqual([]);
  expect(server.asked('swot')).toHaveLength(RUNNING + WAITING);
  expect(server.asked('pestel')).toHaveLength(2 * RUNNING + WAITING);
});

it('A job is cancelled from another process: its call ends, and it has no report', async () => {
  server.always('*', gemini.hang);
  // Nothing but the cancellation ends the call within this test.
  const env = { ...server.env, DATA_DIR: join(folder, 'shared'), GEMINI_TIMEOUT: '120' };
  const one = new ServiceProcess(env);
  const other = new ServiceProcess(env);
  const urls = [(await one.listening()).url, (await other.listening()).url] as const;
  await order(urls[0], 1);
  await server.until(() => server.openRequests > 0);
  const worker = await Promise.race([
    one.first('job_started').then(() => one),
    other.first('job_started').then(() => other),
  ]);
  const url = worker === one ? urls[1] : urls[0];
  const id = (await listOf(url))[0]!.job_id;
  expect((await fetch(`${url}/jobs/${id}/cancel`, { method: 'POST' })).status).toBe(202);
  await server.until(() => server.openSockets === 0);
  expect(await worker.first('job_cancelled')).toMatchObject({ job_id: id, request_id: 'order-1' });
  expect(await read(`${url}/jobs/${id}`)).toMatchObject({ status: 'cancelled', report_id: null });
  expect((await fetch(`${url}/reports/${id}`)).status).toBe(404);
});
