import type { SQLInputValue, StatementSync } from 'node:sqlite';
import {
  JOB_STATUSES,
  type JobPage,
  type JobQuery,
  type JobRecord,
  type JobStatistics,
  type JobStatus,
} from '../../analysis/ports/job-repository.port.js';
import type { Database } from './database.js';
import { toJob } from './sqlite-job-records.js';

/** What is asked about many jobs at once. */
export class SqliteJobQueries {
  private readonly prepare: (sql: string) => StatementSync;
  private readonly readyIds: StatementSync;
  private readonly pendingCount: StatementSync;

  constructor({ sqlite }: Database) {
    this.prepare = (sql) => sqlite.prepare(sql);
    this.readyIds = sqlite.prepare(
      `SELECT id FROM jobs WHERE status = 'pending' AND ready_at <= ? ORDER BY ready_at, id LIMIT ?`,
    );
    this.pendingCount = sqlite.prepare(`SELECT jobs FROM job_counts WHERE status = 'pending'`);
  }

  list({ client, status, limit, after }: JobQuery): JobPage {
    const conditions = ['client = ?'];
    const values: SQLInputValue[] = [client];
    if (status) conditions.push('status = ?');
    if (status) values.push(status);
    if (after) conditions.push('(created_at, id) < (?, ?)');
    if (after) values.push(after.created_at, after.id);
    const where = `WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT ?`;
    const rows = this.prepare(`SELECT record, revision FROM jobs ${where}`).all(...values, limit + 1);
    const records = rows.slice(0, limit).map(toJob);
    const last = rows.length > limit ? records.at(-1) : undefined;
    return { records, next: last ? { created_at: last.created_at, id: last.id } : null };
  }

  ready(now: string, limit: number): string[] {
    return this.readyIds.all(now, limit).map(({ id }) => String(id));
  }

  processing(limit: number): JobRecord[] {
    const sql = `SELECT record, revision FROM jobs WHERE status = 'processing' LIMIT ?`;
    return this.prepare(sql).all(limit).map(toJob);
  }

  pending(): number {
    return Number(this.pendingCount.get()?.jobs);
  }

  statistics(): JobStatistics {
    const rows = this.prepare('SELECT status, jobs FROM job_counts').all();
    const known = new Map(rows.map(({ status, jobs }) => [String(status), Number(jobs)]));
    const counts = Object.fromEntries(JOB_STATUSES.map((status) => [status, known.get(status) ?? 0]));
    const oldest = this.prepare(`SELECT min(ready_at) AS at FROM jobs WHERE status = 'pending'`).get();
    const at = oldest?.at;
    return {
      counts: counts as Record<JobStatus, number>,
      oldest_ready_at: typeof at === 'string' ? at : null,
    };
  }
}
