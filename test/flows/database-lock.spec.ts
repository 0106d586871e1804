import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

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
