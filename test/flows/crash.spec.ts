import { mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(90_000);

const root = mkdtempSync(join(tmpdir(), 'consultantos-crash-'));
const SOURCE = {
  id: 'a',
  title: 'Report',
  content: 'Revenue rose by 12 % to $4.1 billion. Rivalry is intense. '.repeat(40),
};

afterEach(() => ServiceProcess.endAll());
afterAll(() => rmSync(root, { recursive: true, force: true }));

const analyse = (url: string) =>
  fetch(`${url}/analyze`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ company: 'Acme', cache: 'bypass', sources: [SOURCE] }),
  });
const idOf = async (answer: Response) => ((await answer.json()) as { report_id: string }).report_id;
const storedIn = (folder: string) =>
  readdirSync(join(folder, 'reports'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace('.json', ''));

it('A report that was stored and not registered when the process was killed is seen by nobody, and swept up later', async () => {
  const folder = join(root, 'orphan');
  const env = { DATA_DIR: folder };
  const first = new ServiceProcess(env);
  const { url } = await first.listening();
  const kept = await idOf(await analyse(url));
  // The register takes nothing while another holds it: the report is stored, and the process killed before the rest.
  const holder = new DatabaseSync(join(folder, 'consultantos.db'));
  holder.exec('BEGIN IMMEDIATE');
  const refused = await analyse(url);
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([503, 'overloaded']);
  first.kill('SIGKILL');
  await first.exited;
  holder.exec('ROLLBACK');
  holder.close();
  const orphan = storedIn(folder).find((id) => id !== kept);
  expect(orphan).toBeDefined();

  const second = new ServiceProcess(env);
  const after = (await second.listening()).url;
  const list = (await (await fetch(`${after}/reports`)).json()) as { reports: { report_id: string }[] };
  expect(list.reports.map(({ report_id }) => report_id)).toEqual([kept]);
  expect((await fetch(`${after}/reports/${orphan}`)).status).toBe(404);
  // It is too young to be judged: somebody could be about to register it.
  expect(storedIn(folder)).toContain(orphan);
  second.kill('SIGKILL');
  await second.exited;

  const longAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
  for (const id of [kept, orphan]) utimesSync(join(folder, 'reports', `${id}.json`), longAgo, longAgo);
  const database = new DatabaseSync(join(folder, 'consultantos.db'));
  database.prepare('UPDATE reports SET created_at = ?').run(longAgo.toISOString());
  database.close();
  const third = new ServiceProcess(env);
  expect(await third.first('orphans_removed')).toMatchObject({ count: 1, level: 'WARNING' });
  expect(storedIn(folder)).toEqual([kept]);
});

it.each([
  ['is lost', (path: string) => rmSync(path)],
  ['is empty, as after a loss of power', (path: string) => truncateSync(path)],
])('No report is swept up where the database that knew it %s', async (_how, lose) => {
  const folder = mkdtempSync(join(root, 'lost-'));
  const first = new ServiceProcess({ DATA_DIR: folder });
  const id = await idOf(await analyse((await first.listening()).url));
  first.kill('SIGTERM');
  await first.exited;
  const longAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
  utimesSync(join(folder, 'reports', `${id}.json`), longAgo, longAgo);
  for (const end of ['-wal', '-shm']) rmSync(join(folder, `consultantos.db${end}`), { force: true });
  lose(join(folder, 'consultantos.db'));
  const second = new ServiceProcess({ DATA_DIR: folder });
  const made = await idOf(await analyse((await second.listening()).url));
  second.kill('SIGTERM');
  await second.exited;
  const third = new ServiceProcess({ DATA_DIR: folder });
  await third.first('startup_completed');
  third.kill('SIGTERM');
  await third.exited;
  expect(storedIn(folder).sort()).toEqual([id, made].sort());
});

it('A process that is killed while it writes loses no report that a client was told of', async () => {
  const folder = join(root, 'killed');
  const told: string[] = [];
  let service = new ServiceProcess({ DATA_DIR: folder });
  let { url } = await service.listening();

  /** Eight clients at once, until the process is killed at the answer number `kills`. */
  const loadUntilKilled = async (kills: number) => {
    let answers = 0;
    const client = async () => {
      for (;;) {
        // A connection that breaks is the end of this round: nothing was promised on it.
        const answer = await analyse(url).catch(() => null);
        const id = await answer?.json().then(
          (body) => (body as { report_id: string }).report_id,
          () => null,
        );
        if (answer?.status !== 200 || !id) return;
        told.push(id);
        if ((answers += 1) === kills) service.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    expect((await service.exited).signal).toBe('SIGKILL');
  };

  for (const kills of [1, 9, 30]) {
    await loadUntilKilled(kills);
    const database = new DatabaseSync(join(folder, 'consultantos.db'), { readOnly: true });
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();
    service = new ServiceProcess({ DATA_DIR: folder });
    ({ url } = await service.listening());
    for (const id of told) {
      const answer = await fetch(`${url}/reports/${id}`);
      expect([answer.status, await idOf(answer)]).toEqual([200, id]);
    }
    const { reports } = (await (await fetch(`${url}/reports?limit=100`)).json()) as {
      reports: { report_id: string }[];
    };
    for (const { report_id: id } of reports) expect((await fetch(`${url}/reports/${id}`)).status).toBe(200);
  }
  expect(told.length).toBeGreaterThanOrEqual(40);
});
