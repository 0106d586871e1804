import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Firestore } from '@google-cloud/firestore';
import { Database } from '../../src/adapters/embedded/database.js';
import { FileReportStorage } from '../../src/adapters/embedded/file-report.storage.js';
import { SqliteInventory } from '../../src/adapters/embedded/sqlite.inventory.js';
import { SqliteJobRepository } from '../../src/adapters/embedded/sqlite-job.repository.js';
import { SqliteReportRepository } from '../../src/adapters/embedded/sqlite-report.repository.js';
import { SqliteUsageRepository } from '../../src/adapters/embedded/sqlite-usage.repository.js';
import type { JobRecord } from '../../src/analysis/ports/job-repository.port.js';
import { parseConfig } from '../../src/config/config.js';
import { describeWith } from '../doubles/describe-with.js';
import { FIRESTORE_EMULATOR, FirestoreEmulator } from '../doubles/firestore-emulator.js';
import { GcsServer } from '../doubles/gcs-server.js';
import { requestOf, sourceOf, storedReport } from '../doubles/sample-analysis.js';
import { event, newJob } from '../doubles/sample-jobs.js';
import { createTestApp } from '../harness.js';

jest.setTimeout(120_000);

const MAIN = join(__dirname, '../../dist/migrate/main.js');
const REPORTS = 250;
const FINISHED = 20;
const now = () => new Date().toISOString();

/** What a service on embedded backends has left behind. */
async function leave(folder: string) {
  const config = parseConfig({ DATA_DIR: folder });
  const database = new Database(config);
  const [reports, jobs] = [new SqliteReportRepository(database), new SqliteJobRepository(database)];
  const [usage, files] = [new SqliteUsageRepository(database), new FileReportStorage(config)];
  const stored = storedReport({ frameworks: ['swot'] }, 1);
  for (let index = 0; index < REPORTS; index += 1) {
    const id = randomUUID();
    const company = `Company ${index}`;
    await files.put(id, { ...stored, report: { ...stored.report, report_id: id, company } });
    const facts = { frameworks: ['swot'], engine: 'extractive', partial: false, cost_usd: 0.01 } as const;
    await reports.add({ ...facts, id, client: 'alice', company, confidence_score: 0.4, created_at: now() });
  }
  const create = async (job: Parameters<typeof jobs.create>[0]): Promise<JobRecord> => {
    const created = await jobs.create(job);
    if (!('job' in created)) throw new Error('The key was taken.');
    return created.job;
  };
  const key = { value: 'order-7', body_hash: 'a', expires_at: '2999-01-01T00:00:00.000Z' };
  const request = requestOf({
    sources: [sourceOf('a', '株'.repeat(200_000)), sourceOf('b', 'é'.repeat(200_000))],
  });
  const waiting = await create(newJob({ created_at: now(), ready_at: now() }, { key, request }));
  const begun = await create(newJob({ created_at: now() }, { stages: [{ name: 'swot', result: [1] }] }));
  const lease = {
    owner: 'elsewhere/1/x',
    token: randomUUID(),
    until: '2026-03-01T12:00:15.000Z',
    reached: 'result' as const,
  };
  await jobs.update(begun, {
    change: { status: 'processing', attempt: 1, lease },
    events: [event('started')],
  });
  for (let index = 0; index < FINISHED; index += 1) {
    const change = { status: 'completed', progress: 1, finished_at: now(), report_id: randomUUID() } as const;
    await jobs.update(await create(newJob({ created_at: now() })), { change, events: [event('completed')] });
  }
  const old = await create(newJob({ created_at: '2020-01-01T00:00:00.000Z' }));
  await jobs.update(old, { change: { status: 'failed', finished_at: '2020-01-01T00:05:00.000Z' } });
  const entry = { client: 'alice', day: '2026-03-01', framework: 'swot', analyses: 1, calls: 1 } as const;
  for (let index = 0; index < 120; index += 1)
    await usage.add([{ ...entry, id: `${randomUUID()}/swot`, unpriced_calls: 0, tokens: 10, usd: 0.25 }]);
  database.onApplicationShutdown();
  return { waiting, begun };
}

/** What lies in the folder, told by what reads it. */
async function contents(folder: string) {
  const database = new Database(parseConfig({ DATA_DIR: folder }));
  const inventory = new SqliteInventory(database);
  const all = {
    reports: await inventory.reports('', 10_000),
    jobs: await inventory.jobs('', 10_000),
    usage: await inventory.usage('', 10_000),
    files: readdirSync(join(folder, 'reports')).sort(),
  };
  database.onApplicationShutdown();
  return all;
}

interface Run {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

describeWith(FIRESTORE_EMULATOR, 'npm run migrate', () => {
  let emulator: FirestoreEmulator;
  let bucket: GcsServer;
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-migrate-'));
  let left: Awaited<ReturnType<typeof leave>>;
  let env: Record<string, string>;

  beforeAll(async () => {
    emulator = await FirestoreEmulator.start();
    bucket = await GcsServer.start();
    left = await leave(folder);
    env = { ...emulator.newDatabase(), ...bucket.env, DATA_DIR: folder };
  });
  afterAll(async () => {
    await emulator.close();
    await bucket.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const begin = (...words: string[]): { child: ChildProcess; lines: string[]; run: Promise<Run> } => {
    const child = spawn(process.execPath, [MAIN, ...words], { env: { PATH: process.env.PATH, ...env } });
    const lines: string[] = [];
    let errors = '';
    createInterface(child.stdout).on('line', (line) => lines.push(line));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const run = new Promise<Run>((resolve) => child.on('close', (code) => resolve({ code, lines, errors })));
    return { child, lines, run };
  };
  const ALL = ['--from', 'embedded', '--to', 'firestore', '--to', 'gcs'];
  const VERDICT = [
    `report files: source ${REPORTS}, target ${REPORTS}, different 0`,
    `reports: source ${REPORTS}, target ${REPORTS}, different 0`,
    `jobs: source ${FINISHED + 2}, target ${FINISHED + 2}, different 0`,
    'usage: source 120, target 120, different 0',
    'All is there. The source is as it was.',
  ];

  it('is killed in the middle, run again, and then has everything at the target and the source as it was', async () => {
    const before = await contents(folder);
    const first = begin(...ALL);
    await new Promise<void>((resolve) => {
      first.child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('reports: 100 moved')) resolve();
      });
    });
    first.child.kill('SIGKILL');
    expect((await first.run).code).toBeNull();
    const second = await begin(...ALL).run;
    expect(second.errors).toBe('');
    expect(second.lines.slice(-5)).toEqual(VERDICT);
    expect(second.code).toBe(0);
    expect(second.lines).toContain(`report files: 0 moved, ${REPORTS} there already, of ${REPORTS}`);
    expect(second.lines).toContain('jobs: 1 are past JOB_RETENTION_DAYS and stay behind');
    expect(second.lines.some((line) => /^reports: [1-9]\d* moved, [1-9]\d* there already/.test(line))).toBe(
      true,
    );
    expect(await contents(folder)).toEqual(before);
  });

  it('run once more finds everything there', async () => {
    const { code, lines } = await begin(...ALL).run;
    expect(lines.slice(-5)).toEqual(VERDICT);
    expect(lines).toContain(`reports: 0 moved, ${REPORTS} there already, of ${REPORTS}`);
    expect(lines).toContain('usage: 0 moved, 120 there already, of 120');
    expect(code).toBe(0);
  });

  it('needs no more than the backends, also with the variables of the service in the image', async () => {
    const good = env;
    const service = { ENVIRONMENT: 'production', DOWNLOAD_LINK_SECONDS: '300', ANALYSIS_ENGINE: 'gemini' };
    env = { ...good, ...service, STORAGE: 'gcs' };
    const { code, lines, errors } = await begin(...ALL).run;
    env = good;
    expect(errors).toBe('');
    expect(lines.slice(-5)).toEqual(VERDICT);
    expect(code).toBe(0);
  });

  it('leaves what a service on the new backends goes on with', async () => {
    const emptyFolder = mkdtempSync(join(tmpdir(), 'consultantos-migrated-'));
    const { waiting, begun } = left;
    const { reports } = await contents(folder);
    const open = { ...env, STORAGE: 'gcs', DATA_DIR: emptyFolder, ANALYSIS_ENGINE: 'extractive' };
    const service = await createTestApp({ env: open });
    try {
      for (const { id } of [waiting, begun]) {
        await service.logs.until('job_completed', 1, ({ job_id }) => job_id === id);
      }
      expect(service.logs.of('job_recovered')).toMatchObject([{ job_id: begun.id }]);
      expect(bucket.objects.has(`reports/${waiting.id}.json`)).toBe(true);
      expect(bucket.objects.has(`reports/${reports[0]!.id}.json`)).toBe(true);
    } finally {
      await service.close();
      rmSync(emptyFolder, { recursive: true, force: true });
    }
  });

  it('tells what differs at the target, and ends with 1', async () => {
    const { reports } = await contents(folder);
    const target = new Firestore({
      projectId: env.GCP_PROJECT_ID!,
      host: env.FIRESTORE_EMULATOR_HOST!,
      ssl: false,
      clientOptions: { universeDomain: 'googleapis.com' },
    });
    const [changed, gone] = reports;
    await target.doc(`reports/${changed!.id}`).update({ company: 'Another' });
    await target.terminate();
    bucket.objects.delete(`reports/${gone!.id}.json`);
    const { code, lines, errors } = await begin('--from', 'embedded', '--to', 'firestore').run;
    expect(lines).toContain(`  reports: ${changed!.id} differs at the target`);
    expect(errors).toContain('Source and target differ in reports');
    expect(code).toBe(1);
  });

  it('ends with 75 where the target is away, and with 2 or 78 where it is asked wrongly', async () => {
    const good = env;
    env = { ...good, BACKEND_TIMEOUT: '0.1', STORAGE_EMULATOR_HOST: 'http://127.0.0.1:1' };
    expect(await begin('--from', 'embedded', '--storage', 'gcs').run).toMatchObject({
      code: 75,
      errors: expect.stringContaining('Run it again'),
    });
    env = { DATA_DIR: folder };
    expect(await begin('--from', 'embedded', '--to', 'firestore').run).toMatchObject({
      code: 78,
      errors: expect.stringContaining('GCP_PROJECT_ID is not set'),
    });
    for (const words of [
      [],
      ['--from', 'embedded'],
      ['--from', 'redis', '--to', 'firestore'],
      ['--nonsense'],
    ])
      expect((await begin(...words).run).code).toBe(2);
  });
});
