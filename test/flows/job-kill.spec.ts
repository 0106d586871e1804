import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Report } from '../../src/analysis/analysis.js';
import { eventually } from '../contracts/eventually.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import type { JobView } from '../doubles/job-client.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'consultantos-kill-'));
let server: gemini.GeminiServer | undefined;

afterEach(async () => {
  await ServiceProcess.endAll();
  await server?.close();
  server = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

it('A job whose process is killed in its third framework goes on where it was, as attempt 2 (case 15)', async () => {
  server = await gemini.GeminiServer.start();
  server.answer('pestel', gemini.hang).always('*', standIn());
  const env = { ...server.env, DATA_DIR: join(folder, 'case-15') };
  const first = new ServiceProcess(env);
  const order = await fetch(`${(await first.listening()).url}/analyze/async`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'order-15' },
    body: JSON.stringify({
      company: 'AT&T',
      depth: 'quick',
      frameworks: ['porter', 'swot', 'pestel'],
      sources: [{ id: 'a', title: 'Report', content: 'Our brand is strong. Two suppliers sell our chips.' }],
    }),
  });
  const { job_id: id } = (await order.json()) as JobView;
  const before = (await first.listening()).url;
  // Two of its four stages are kept, the third waits for its answer.
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
  const { claims, cost, partial } = await read<Report>(`${url}/reports/${id}`);
  expect(new Set(claims.map(({ path }) => path)).size).toBe(claims.length);
  expect({ partial, calls: cost.calls }).toEqual({ partial: false, calls: 4 });

  expect(second.logs.of('job_recovered')).toMatchObject([{ job_id: id, request_id: 'order-15' }]);
  await second.first('job_completed');
  const lines = second.logs.lines.filter((line) => line.job_id === id || line.event === 'analysis_completed');
  expect(lines.map(({ event }) => event)).toEqual([
    'job_recovered',
    'job_started',
    'analysis_completed',
    'job_completed',
  ]);
  expect(new Set(lines.map(({ request_id }) => request_id))).toEqual(new Set(['order-15']));
});

it('Killed at random moments, the service loses no job, ends none twice and pays for no kept stage again', async () => {
  const result = join(folder, 'soak.json');
  const script = join(__dirname, '../soak/kill-jobs.mjs');
  // It fails with what it printed where it finds a fault.
  await promisify(execFile)(process.execPath, [script, '--kills', '6', '--jobs', '40', '--json', result]);
  expect(JSON.parse(readFileSync(result, 'utf8'))).toMatchObject({
    kills: 6,
    jobs: 40,
    lost: 0,
    completed_twice: 0,
    paid_stages_repeated: 0,
    lines_with_another_request_id: 0,
    faults: [],
  });
});
