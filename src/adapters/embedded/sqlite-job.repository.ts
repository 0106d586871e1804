import type { StatementSync } from 'node:sqlite';
import { Injectable } from '@nestjs/common';
import type { AnalysisRequest } from '../../analysis/analysis.js';
import {
  type Created,
  isFinal,
  type JobEvent,
  type JobPage,
  type JobQuery,
  type JobRecord,
  JobRepository,
  type JobStatistics,
  type JobWrite,
  type KeptStage,
  type KeyUse,
  type NewJob,
} from '../../analysis/ports/job-repository.port.js';
import { Database } from './database.js';
import { settle } from './sqlite-errors.js';
import { SqliteJobParts } from './sqlite-job-parts.js';
import { SqliteJobQueries } from './sqlite-job-queries.js';
import { toJob, toRow } from './sqlite-job-records.js';

/** Jobs in the embedded database; every step is one transaction, flushed to the disk. */
@Injectable()
export class SqliteJobRepository extends JobRepository {
  private readonly parts: SqliteJobParts;
  private readonly queries: SqliteJobQueries;
  private readonly inserting: StatementSync;
  private readonly updating: StatementSync;
  private readonly loading: StatementSync;
  private readonly finding: StatementSync;

  constructor(private readonly database: Database) {
    super();
    const { sqlite } = database;
    this.parts = new SqliteJobParts(database);
    this.queries = new SqliteJobQueries(database);
    this.inserting = sqlite.prepare('INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, 1, ?)');
    this.updating = sqlite.prepare(
      `UPDATE jobs SET status = ?, ready_at = ?, finished_at = ?, record = ?, revision = revision + 1
       WHERE id = ? AND revision = ? AND finished_at IS NULL`,
    );
    this.loading = sqlite.prepare('SELECT record, revision FROM jobs WHERE id = ?');
    this.finding = sqlite.prepare('SELECT record, revision FROM jobs WHERE id = ? AND client = ?');
  }

  override create({ record, request, events, stages, key }: NewJob): Promise<Created> {
    return this.atOnce((): Created => {
      const { id, client } = record;
      const taken = key && this.parts.keyUse(client, key.value, record.created_at);
      if (taken) return { taken };
      const job = { ...record, last_event: events.length };
      this.inserting.run(...toRow(job));
      if (request && !isFinal(record.status)) this.parts.addRequest(id, request);
      for (const stage of stages) this.parts.addStage(id, stage);
      this.parts.addEvents(id, 0, events);
      if (key) this.parts.addKey(client, id, key);
      return { job: { ...job, revision: '1' } };
    });
  }

  override keyUse(client: string, key: string, now: string): Promise<KeyUse | null> {
    return settle(() => this.parts.keyUse(client, key, now));
  }

  override find(id: string, client: string): Promise<JobRecord | null> {
    return settle(() => {
      const row = this.finding.get(id, client);
      return row === undefined ? null : toJob(row);
    });
  }

  override load(id: string): Promise<JobRecord | null> {
    return settle(() => {
      const row = this.loading.get(id);
      return row === undefined ? null : toJob(row);
    });
  }

  override list(query: JobQuery): Promise<JobPage> {
    return settle(() => this.queries.list(query));
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
    return settle(() => this.queries.ready(now, limit));
  }

  override processing(limit: number): Promise<readonly JobRecord[]> {
    return settle(() => this.queries.processing(limit));
  }

  override statistics(): Promise<JobStatistics> {
    return settle(() => this.queries.statistics());
  }

  override pending(): Promise<number> {
    return settle(() => this.queries.pending());
  }

  override removeFinished(before: string, limit: number): Promise<number> {
    const sql = `DELETE FROM jobs WHERE id IN
      (SELECT id FROM jobs WHERE finished_at IS NOT NULL AND finished_at < ? ORDER BY finished_at LIMIT ?)`;
    return this.write(() => Number(this.database.sqlite.prepare(sql).run(before, limit).changes));
  }

  override removeExpiredKeys(now: string): Promise<void> {
    return this.write(() => this.parts.removeExpiredKeys(now));
  }

  private write<T>(statement: () => T): Promise<T> {
    return settle(() => this.database.write(statement));
  }

  private atOnce<T>(work: () => T): Promise<T> {
    return settle(() => this.database.transaction(work));
  }
}
