import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventually } from '../contracts/eventually.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const CLIENTS = 50;
/** One wait for the lock, and what a busy machine adds. Each client waiting for itself made it five seconds. */
const LIVE_MS = 500;

const folder = mkdtempSync(join(tmpdir(), 'consultantos-lock-'));
afterEach(() => ServiceProcess.endAll());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('A database that another process holds is down as `locked`, and up again when it is let go', async () => {
  const env = { DATA_DIR: folder, HEALTH_CACHE_TTL: '0', GEMINI_API_KEY: '', ANALYSIS_ENGINE: 'extractive' };
  const service = new ServiceProcess(env);
  const { url } = await service.listening();
  const database = async () => {
    const answer = await fetch(`${url}/health/ready`);
    const { details } = (await answer.json()) as { details: { database: Record<string, unknown> } };
    const { status, reason } = details.database;
    return [answer.status, status, reason];
  };
  expect(await database()).toEqual([200, 'up', undefined]);
  const other = new DatabaseSync(join(folder, 'consultantos.db'));
  other.exec('BEGIN IMMEDIATE');
  expect(await database()).toEqual([503, 'down', 'locked']);
  other.exec('ROLLBACK');
  other.close();
  expect(await database()).toEqual([200, 'up', undefined]);
  const [down] = await service.logs.until('health_status_changed', 1, ({ to }) => to === 'down');
  expect(down).toMatchObject({ check: 'database', from: 'up', reason: 'locked', level: 'WARNING' });
});

it('However many clients write to a database that another process holds, liveness is answered meanwhile', async () => {
  const service = new ServiceProcess({ DATA_DIR: join(folder, 'crowd'), GEMINI_API_KEY: '' });
  const { url } = await service.listening();
  const other = new DatabaseSync(join(folder, 'crowd', 'consultantos.db'));
  other.exec('BEGIN EXCLUSIVE');
  const order = async (number: number) => {
    const body = JSON.stringify({ company: `Northwind ${number}`, frameworks: ['swot'] });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/analyze/async`, { method: 'POST', headers, body });
    const { code } = (await answer.json()) as { code: string };
    return [answer.status, code];
  };
  const answered = new AbortController();
  const orders = Array.from({ length: CLIENTS }, (_, number) => order(number));
  const answers = Promise.all(orders).finally(() => answered.abort());
  let longest = 0;
  while (!answered.signal.aborted) {
    const begun = performance.now();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    longest = Math.max(longest, performance.now() - begun);
  }
  other.close();
  expect(await answers).toEqual(Array(CLIENTS).fill([503, 'overloaded']));
  expect(longest).toBeLessThan(LIVE_MS);
});

it('Of processes that start at once on an empty folder, one that finds the file locked waits for the other', async () => {
  const path = join(folder, 'new', 'consultantos.db');
  mkdirSync(join(folder, 'new'));
  const first = new DatabaseSync(path);
  // As another that has not yet changed to the write-ahead log.
  first.exec('BEGIN IMMEDIATE');
  const service = new ServiceProcess({ DATA_DIR: join(folder, 'new'), GEMINI_API_KEY: '' });
  await eventually(() => openFiles(service.pid).includes(path));
  first.exec('ROLLBACK');
  first.close();
  expect((await fetch(`${(await service.listening()).url}/health/ready`)).status).toBe(200);
});

function openFiles(pid: number): string[] {
  const links = `/proc/${pid}/fd`;
  return readdirSync(links).flatMap((name) => {
    try {
      return [readlinkSync(join(links, name))];
    } catch {
      return [];
    }
  });
}
