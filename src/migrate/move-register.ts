import { isDeepStrictEqual } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { FullInventory, Inventory, type WholeJob } from '../analysis/ports/inventory.port.js';
import { JobRepository } from '../analysis/ports/job-repository.port.js';
import { type ReportRecord, ReportRepository } from '../analysis/ports/report-repository.port.js';
import { type UsageEntry, UsageRepository } from '../analysis/ports/usage-repository.port.js';
import { Config } from '../config/config.js';
import { type Comparison, type Fate, type Kind, moveAll, type Say } from './move.js';
import { unlessConflict } from './unless-conflict.js';

const DAY_MS = 86_400_000;

/** Copies reports, jobs and usage from one database to another. @returns what is there then */
export async function moveRegister(
  source: INestApplicationContext,
  target: INestApplicationContext,
  say: Say,
): Promise<Comparison[]> {
  const { reports, jobs, usage } = kindsOf(source.get(FullInventory), target);
  const totals = await source.get(FullInventory).counts();
  const fates = {
    reports: await moveAll({ ...reports, total: totals.reports }, say),
    jobs: await moveAll({ ...jobs, total: totals.jobs }, say),
    usage: await moveAll({ ...usage, total: totals.usage }, say),
  };
  const there = await target.get(Inventory).counts();
  return (['reports', 'jobs', 'usage'] as const).map((name) => {
    const { different, expired } = fates[name];
    if (expired > 0) say(`${name}: ${expired} are past JOB_RETENTION_DAYS and stay behind`);
    return { name, source: totals[name] - expired, target: there[name], different };
  });
}

type Movable<T> = Omit<Kind<T>, 'total'>;

function kindsOf(inventory: FullInventory, target: INestApplicationContext) {
  const registered = target.get(ReportRepository);
  const known = target.get(JobRepository);
  const booked = target.get(UsageRepository);
  const keptMs = target.get(Config).JOB_RETENTION_DAYS * DAY_MS;
  const reports: Movable<ReportRecord> = {
    name: 'reports',
    next: inventory.reports,
    idOf: ({ id }) => id,
    put: (each) => putReport(registered, each),
  };
  const jobs: Movable<WholeJob> = {
    name: 'jobs',
    next: inventory.jobs,
    idOf: ({ record }) => record.id,
    put: (each) => putJob(known, each, Date.now() - keptMs),
  };
  const usage: Movable<UsageEntry> = {
    name: 'usage',
    next: inventory.usage,
    idOf: ({ id }) => id,
    // The register leaves out what it knows, and never changes it.
    put: async (each) => ((await booked.add([each])) === 1 ? 'moved' : 'present'),
  };
  return { reports, jobs, usage };
}

async function putReport(reports: ReportRepository, record: ReportRecord): Promise<Fate> {
  if (await unlessConflict(() => reports.add(record))) return 'moved';
  return isDeepStrictEqual(await reports.find(record.id, record.client), record) ? 'present' : 'different';
}

async function putJob(jobs: JobRepository, { record, ...rest }: WholeJob, keptSince: number): Promise<Fate> {
  if (record.finished_at !== null && Date.parse(record.finished_at) <= keptSince) return 'expired';
  const { revision: _revision, last_event: _last, ...row } = record;
  const made = await unlessConflict(() => jobs.create({ ...rest, record: row }));
  if (made) return 'job' in made.value ? 'moved' : 'different';
  const there = await jobs.load(record.id);
  const equal = isDeepStrictEqual({ ...there, revision: '' }, { ...record, revision: '' });
  return equal ? 'present' : 'different';
}
