import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { Injectable } from '@nestjs/common';
import type { AnalysisRequest } from '../../analysis/analysis.js';
import {
  type Created,
  isFinal,
  JOB_STATUSES,
  type JobEvent,
  type JobPage,
  type JobQuery,
  type JobRecord,
  JobRepository,
  type JobStatistics,
  type JobStatus,
  type JobWrite,
  type KeptStage,
  type KeyUse,
  type NewJob,
} from '../../analysis/ports/job-repository.port.js';
import { Database } from './database.js';
import { settle } from './sqlite-errors.js';
import { SqliteJobParts } from './sqlite-job-parts.js';
import { toJob, toRow } from './sqlite-job-records.js';

/** Jobs in the embedded database; every step is one transaction, flushed to the disk. */
@Injectable()
export class SqliteJobRepository extends JobRepository {
  private readonly parts: SqliteJobParts;
  private readonly inserting: StatementSync;
  private readonly updating: StatementSync;
  private readonly loading: StatementSync;
  private readonly readyIds: StatementSync;

  constructor(private readonly database: Database) {
    super();
    const { sqlite } = database;
    this.parts = new SqliteJobParts(database);
    this.inserting = sqlite.prepare('INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, 1, ?)');
    this.updating = sqlite.prepare(
      `UPDATE jobs SET status = ?, ready_at = ?, finished_at = ?, record = ?, revision = revision + 1
       WHERE id = ? AND revision = ? AND finished_at IS NULL`,
    );
    this.loading = sqlite.prepare('SELECT record, revision FROM jobs WHERE id = ?');
    this.readyIds = sqlite.prepare(
      `SELECT id FROM jobs WHERE status = 'pending' AND ready_at <= ? ORDER BY ready_at, id LIMIT ?`,
    );
  }

  override create({ record, request, events, stages, key }: NewJob): Promise<Created> {
    return this.atOnce((): Created => {
      const { id, client } = record;
      const taken = key && this.parts.keyUse(client, key.value, record.created_at);
      if (taken) return { taken };
      const job = { ...record, last_event: events.length };
      this.inserting.run(...toRow(job));
      if (!isFinal(record.status)) this.parts.addRequest(id, request);
      for (const stage of stages) this.parts.addStage(id, stage);
      this.parts.addEvents(id, 0, events);
      if (key) this.parts.addKey(client, id, key);
      return { job: { ...job, revision: '1' } };
    });
  }

  override keyUse(client: string, key: string, now: string): Promise<KeyUse | null> {
    return settle(() => this.parts.keyUse(client, key, now));
  }

  override async find(id: string, client: string): Promise<JobRecord | null> {
    const job = await this.load(id);
    return job?.client === client ? job : null;
  }

  override load(id: string): Promise<JobRecord | null> {
    return settle(() => {
      const row = this.loading.get(id);
      return row === undefined ? null : toJob(row);
    });
  }

  override list({ client, status, limit, after }: JobQuery): Promise<JobPage> {
    return settle(() => {
      const conditions = ['client = ?'];
      const values: SQLInputValue[] = [client];
      if (status) conditions.push('status = ?');
      if (status) values.push(status);
      if (after) conditions.push('(created_at, id) < (?, ?)');
      if (after) values.push(after.created_at, after.id);
      const where = `WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT ?`;
      const rows = this.all(`SELECT record, revision FROM jobs ${where}`, ...values, limit + 1);
      const records = rows.slice(0, limit).map(toJob);
      const last = rows.length > limit ? records.at(-1) : undefined;
      return { records, next: last ? { created_at: last.created_at, id: last.id } : null };
    });
  }

  override update(job: JobRecord, { change, events = [], stage }: JobWrite): Promise<JobRecord | null> {
    return this.atOnce(() => {
      const { revision, ...record } = { ...job, ...change, last_event: job.last_event + events.length };
      const { id, status, ready_at, finished_at } = record;
      const values = [status, ready_at, finished_at, JSON.stringify(record), id, Number(revision)];
      if (this.updating.run(...values).changes !== 1) return null;
      if (stage) this.parts.addStage(id, stage);
      this.parts.addEvents(id, job.last_event, events);
      if (isFinal(status)) this.parts.dropWork(id);
      return { ...record, revision: String(Number(revision) + 1) };
    });
  }

  override request(id: string): Promise<AnalysisRequest | null> {
    return settle(() => this.parts.request(id));
  }

  override stages(id: string): Promise<readonly KeptStage[]> {
    return settle(() => this.parts.stages(id));
  }

  override events(id: string, after: number, limit: number): Promise<readonly JobEvent[]> {
    return settle(() => this.parts.events(id, after, limit));
  }

  override ready(now: string, limit: number): Promise<readonly string[]> {
    return settle(() => this.readyIds.all(now, limit).map(({ id }) => String(id)));
  }

  override processing(limit: number): Promise<readonly JobRecord[]> {
    const sql = `SELECT record, revision FROM jobs WHERE status = 'processing' LIMIT ?`;
    return settle(() => this.all(sql, limit).map(toJob));
  }

  override statistics(): Promise<JobStatistics> {
    return settle(() => {
      const rows = this.all('SELECT status, jobs FROM job_counts');
      const known = new Map(rows.map(({ status, jobs }) => [String(status), Number(jobs)]));
      const counts = Object.fromEntries(JOB_STATUSES.map((status) => [status, known.get(status) ?? 0]));
      const [oldest] = this.all(`SELECT min(ready_at) AS at FROM jobs WHERE status = 'pending'`);
      const at = oldest?.at;
      return {
        counts: counts as Record<JobStatus, number>,
        oldest_ready_at: typeof at === 'string' ? at : null,
      };
    });
  }

  override removeFinished(before: string, limit: number): Promise<number> {
    const sql = `DELETE FROM jobs WHERE id IN
      (SELECT id FROM jobs WHERE finished_at IS NOT NULL AND finished_at < ? ORDER BY finished_at LIMIT ?)`;
    return settle(() => Number(this.database.sqlite.prepare(sql).run(before, limit).changes));
  }

  override removeExpiredKeys(now: string): Promise<void> {
    return settle(() => this.parts.removeExpiredKeys(now));
  }

  private all(sql: string, ...values: SQLInputValue[]) {
    return this.database.sqlite.prepare(sql).all(...values);
  }

  private atOnce<T>(work: () => T): Promise<T> {
    return settle(() => this.database.transaction(work));
  }
}
