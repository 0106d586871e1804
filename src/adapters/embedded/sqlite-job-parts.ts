import type { StatementSync } from 'node:sqlite';
import type { AnalysisRequest } from '../../analysis/analysis.js';
import type {
  IdempotencyKey,
  JobEvent,
  KeptStage,
  KeyUse,
  NewJobEvent,
} from '../../analysis/ports/job-repository.port.js';
import type { Database } from './database.js';
import { toEvent, toStage } from './sqlite-job-records.js';

/** What is kept beside the row of a job. Its writes belong into the transaction of the row's own. */
export class SqliteJobParts {
  private readonly prepare: (sql: string) => StatementSync;
  private readonly addingRequest: StatementSync;
  private readonly addingStage: StatementSync;
  private readonly addingEvent: StatementSync;
  private readonly readingEvents: StatementSync;

  constructor({ sqlite }: Database) {
    this.prepare = (sql) => sqlite.prepare(sql);
    this.addingRequest = sqlite.prepare('INSERT INTO job_requests VALUES (?, ?)');
    this.addingStage = sqlite.prepare('INSERT OR IGNORE INTO job_stages VALUES (?, ?, ?)');
    this.addingEvent = sqlite.prepare('INSERT INTO job_events VALUES (?, ?, ?, ?, ?)');
    this.readingEvents = sqlite.prepare(
      'SELECT * FROM job_events WHERE job_id = ? AND id > ? ORDER BY id LIMIT ?',
    );
  }

  addRequest(id: string, request: AnalysisRequest): void {
    this.addingRequest.run(id, JSON.stringify(request));
  }

  request(id: string): AnalysisRequest | null {
    const row = this.prepare('SELECT request FROM job_requests WHERE job_id = ?').get(id);
    return row === undefined ? null : (JSON.parse(String(row.request)) as AnalysisRequest);
  }

  /** The first result of a stage stays. */
  addStage(id: string, { name, result }: KeptStage): void {
    this.addingStage.run(id, name, JSON.stringify(result ?? null));
  }

  stages(id: string): KeptStage[] {
    return this.prepare('SELECT name, result FROM job_stages WHERE job_id = ?').all(id).map(toStage);
  }

  addEvents(id: string, after: number, events: readonly NewJobEvent[]): void {
    events.forEach(({ name, at, data }, index) =>
      this.addingEvent.run(id, after + index + 1, name, at, JSON.stringify(data)),
    );
  }

  events(id: string, after: number, limit: number): JobEvent[] {
    return this.readingEvents.all(id, after, limit).map(toEvent);
  }

  /** Request and stages hold source texts: they go when the job is finished. */
  dropWork(id: string): void {
    this.prepare('DELETE FROM job_requests WHERE job_id = ?').run(id);
    this.prepare('DELETE FROM job_stages WHERE job_id = ?').run(id);
  }

  addKey(client: string, id: string, key: IdempotencyKey): void {
    const sql = 'INSERT OR REPLACE INTO idempotency_keys VALUES (?, ?, ?, ?, ?)';
    this.prepare(sql).run(client, key.value, key.body_hash, id, key.expires_at);
  }

  keyUse(client: string, value: string, now: string): KeyUse | null {
    const sql =
      'SELECT job_id, body_hash FROM idempotency_keys WHERE client = ? AND value = ? AND expires_at > ?';
    const row = this.prepare(sql).get(client, value, now);
    return row === undefined ? null : { job_id: String(row.job_id), body_hash: String(row.body_hash) };
  }

  /** The key that stands for the job. */
  keyOf(id: string): IdempotencyKey | null {
    const sql = 'SELECT value, body_hash, expires_at FROM idempotency_keys WHERE job_id = ?';
    const row = this.prepare(sql).get(id);
    return row === undefined ? null : ({ ...row } as unknown as IdempotencyKey);
  }

  removeExpiredKeys(now: string): void {
    this.prepare('DELETE FROM idempotency_keys WHERE expires_at <= ?').run(now);
  }
}
