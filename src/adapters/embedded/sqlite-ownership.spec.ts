import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newJob } from '../../../test/doubles/sample-jobs.js';
import { parseConfig } from '../../config/config.js';
import { Database } from './database.js';
import { SqliteJobRepository } from './sqlite-job.repository.js';
import { SqliteReportRepository } from './sqlite-report.repository.js';

const folder = mkdtempSync(join(tmpdir(), 'consultantos-ownership-'));
const database = new Database(parseConfig({ DATA_DIR: folder }));
afterAll(() => {
  database.onApplicationShutdown();
  rmSync(folder, { recursive: true, force: true });
});

/** A row that cannot be read tells whether it is: it shows itself to its owner only, and in an error. */
it('Rows of somebody else are not even read, so that they take as long as what never was', async () => {
  const jobs = new SqliteJobRepository(database);
  const reports = new SqliteReportRepository(database);
  const { record } = newJob();
  await jobs.create(newJob(record));
  const { id, client, company, engine, frameworks, cost, created_at } = record;
  const facts = { confidence_score: 0.4, partial: false, cost_usd: cost?.usd ?? 0 };
  await reports.add({ id, client, company, engine, frameworks, created_at, ...facts });
  database.sqlite.exec(`UPDATE jobs SET record = '{'; UPDATE reports SET frameworks = '['`);

  expect(await jobs.find(id, 'bob')).toBeNull();
  expect(await reports.find(id, 'bob')).toBeNull();
  await expect(jobs.find(id, 'alice')).rejects.toThrow(SyntaxError);
  await expect(reports.find(id, 'alice')).rejects.toThrow(SyntaxError);
});
