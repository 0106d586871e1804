/**
 * Backup and restore, rehearsed: the service under load, an online backup, a SIGKILL, the folder destroyed, the restore.
 * Then every report and every job that was acknowledged before the backup began must be there. `npm run rehearse:backup`
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Instance } from './drill/instance.ts';
import { analysis, repeatedly } from './drill/traffic.ts';

const WARM_UP_MS = 6000;
const PATIENCE_MS = 60_000;
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'consultantos-backup-'));
const [dataDir, backup] = [join(folder, 'data'), join(folder, 'backup')];
const seconds = (since) => Number(((performance.now() - since) / 1000).toFixed(2));

/** What was acknowledged: the digest of a report by its id, or null for a job; deleted ones by their ids. */
const reports = new Map();
const jobs = new Set();
const deleted = new Set();

const digestOf = async (answer) =>
  createHash('sha256')
    .update(await answer.text())
    .digest('hex');
const get = (service, path, init) =>
  fetch(`${service.url}${path}`, { signal: AbortSignal.timeout(10_000), ...init });
const post = (service, path, body) =>
  get(service, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function makeReport(service) {
  const answer = await post(service, '/analyze', analysis('extractive'));
  if (answer.status !== 200) return;
  const { report_id: id } = await answer.json();
  reports.set(id, await digestOf(await get(service, `/reports/${id}?format=json`)));
}

async function orderJob(service) {
  const answer = await post(service, '/analyze/async', analysis('extractive'));
  if (answer.status === 202) jobs.add((await answer.json()).job_id);
}

/** Now and then a client deletes what it had; nobody may find it again. */
async function deleteReport(service) {
  const [id] = [...reports.keys()].filter((each) => !deleted.has(each));
  if (id === undefined) return;
  deleted.add(id);
  if ((await get(service, `/reports/${id}`, { method: 'DELETE' })).ok) reports.delete(id);
}

const load = (service) => {
  const quietly = (work) => () => work(service).catch(() => undefined);
  const stops = [
    repeatedly(60, quietly(makeReport), 4),
    repeatedly(80, quietly(orderJob), 4),
    repeatedly(400, quietly(deleteReport), 1),
  ];
  return () => stops.forEach((stop) => stop());
};

const missingReports = async (service, wanted) => {
  const missing = [];
  for (const [id, digest] of wanted) {
    const answer = await get(service, `/reports/${id}?format=json`);
    if (answer.status !== 200 || (await digestOf(answer)) !== digest) missing.push(id);
  }
  return missing;
};

/** Lost, or not completed in the end. */
const brokenJobs = async (service, wanted) => {
  const until = performance.now() + PATIENCE_MS;
  let open = [...wanted];
  while (open.length > 0 && performance.now() < until) {
    const states = await Promise.all(
      open.map(async (id) => [id, (await (await get(service, `/jobs/${id}`)).json()).status]),
    );
    open = states.filter(([, status]) => status !== 'completed').map(([id]) => id);
    if (open.length > 0) await sleep(200);
  }
  return open;
};

let service = await Instance.start({ DATA_DIR: dataDir, FAULT_INJECTION: 'false' });
try {
  const stopLoad = load(service);
  await sleep(WARM_UP_MS);
  const [before, jobsBefore] = [new Map(reports), new Set(jobs)];

  const backupBegun = performance.now();
  const { stdout } = await run(process.execPath, ['dist/backup.js', '--from', dataDir, '--to', backup]);
  const backupSeconds = seconds(backupBegun);
  process.stdout.write(stdout);
  const [after, jobsAfter] = [reports.size, jobs.size];
  await sleep(1000);
  await service.stop('SIGKILL');
  stopLoad();
  rmSync(dataDir, { recursive: true });

  const restoreBegun = performance.now();
  cpSync(backup, dataDir, { recursive: true });
  await service.start();
  const restoreSeconds = seconds(restoreBegun);

  // What was deleted since the backup began may be there again or not; what was not deleted must be.
  const wanted = new Map([...before].filter(([id]) => !deleted.has(id)));
  const lostReports = await missingReports(service, wanted);
  const lostJobs = await brokenJobs(service, jobsBefore);
  console.table({
    'reports acknowledged before the backup': wanted.size,
    'of these lost': lostReports.length,
    'jobs acknowledged before the backup': jobsBefore.size,
    'of these lost or not completed after it': lostJobs.length,
    'reports and jobs acknowledged while it ran': after - before.size + jobsAfter - jobsBefore.size,
    'made after it, and gone with the folder': reports.size - after + jobs.size - jobsAfter,
    'seconds of the backup, under load': backupSeconds,
    'seconds of the restore, until the service had started': restoreSeconds,
  });
  const lost = lostReports.length + lostJobs.length;
  const meant = wanted.size > 0 && jobsBefore.size > 0;
  console.log(meant ? `Lost: ${lost}` : 'The load made nothing: nothing was shown.');
  process.exitCode = meant && lost === 0 ? 0 : 1;
} finally {
  await service.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
