import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'consultantos-gone-'));
afterEach(() => ServiceProcess.endAll());
afterAll(() => rmSync(root, { recursive: true, force: true }));

const DEEDS: readonly (readonly [deed: string, act: (path: string) => void])[] = [
  ['deleted', (path) => rmSync(path)],
  [
    'replaced',
    (path) => {
      const other = new DatabaseSync(`${path}.other`);
      other.exec('CREATE TABLE notes (text TEXT)');
      other.close();
      renameSync(`${path}.other`, path);
    },
  ],
];

async function serve(folder: string) {
  const env = { DATA_DIR: folder, HEALTH_CACHE_TTL: '0', GEMINI_API_KEY: '' };
  const service = new ServiceProcess(env);
  const { url } = await service.listening();
  const order = async (path: string, company: string) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ company, depth: 'quick', frameworks: ['swot'] }),
    });
    const { code, report_id = '' } = (await answer.json()) as { code?: string; report_id?: string };
    return { code, report_id, status: answer.status, retry: answer.headers.get('retry-after') };
  };
  const statusOf = async (report: string, method = 'GET') =>
    (await fetch(`${url}/reports/${report}`, { method })).status;
  const end = async () => {
    service.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
  };
  return { url, order, statusOf, end };
}

const REFUSAL = { status: 503, code: 'overloaded', retry: '5' };

/** SQLite goes on writing to a file that no process will ever open again. */
it.each(DEEDS)(
  'Once the database file was %s, nothing is promised that would end with the process',
  async (deed, act) => {
    const folder = join(root, deed);
    const { url, order, statusOf, end } = await serve(folder);
    const { status, report_id } = await order('/analyze', 'Northwind');
    expect(status).toBe(200);

    act(join(folder, 'consultantos.db'));
    expect(await order('/analyze', 'Acme')).toMatchObject(REFUSAL);
    expect(await order('/analyze/async', 'Acme')).toMatchObject(REFUSAL);
    expect(await statusOf(report_id, 'DELETE')).toBe(503);
    expect(await statusOf(report_id)).toBe(200);
    const ready = await fetch(`${url}/health/ready`);
    const { details } = (await ready.json()) as { details: Record<string, unknown> };
    expect([ready.status, details.database]).toMatchObject([503, { status: 'down', reason: 'file_gone' }]);
    await end();
  },
);

it('A database file that was moved away and put back takes work again, and the next process finds all of it', async () => {
  const path = join(root, 'moved', 'consultantos.db');
  const { order, statusOf, end } = await serve(join(root, 'moved'));
  const reports = [await order('/analyze', 'Northwind')];
  renameSync(path, `${path}.elsewhere`);
  expect(await order('/analyze', 'Acme')).toMatchObject(REFUSAL);
  renameSync(`${path}.elsewhere`, path);
  reports.push(await order('/analyze', 'Acme'));
  const found = (show: typeof statusOf) => Promise.all(reports.map(({ report_id }) => show(report_id)));
  expect(await found(statusOf)).toEqual([200, 200]);
  await end();
  const next = await serve(join(root, 'moved'));
  expect(await found(next.statusOf)).toEqual([200, 200]);
  await next.end();
});
