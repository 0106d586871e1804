import { Injectable } from '@nestjs/common';
import { FullInventory, type InventoryCounts, type WholeJob } from '../../analysis/ports/inventory.port.js';
import type { UsageEntry } from '../../analysis/ports/usage-repository.port.js';
import { Database } from './database.js';
import { settle } from './sqlite-errors.js';
import { type Row, toJob } from './sqlite-job-records.js';
import { SqliteJobParts } from './sqlite-job-parts.js';
import { toRecord } from './sqlite-report.repository.js';

const ALL_EVENTS = 1_000_000;

/** Everything in the embedded database. */
@Injectable()
export class SqliteInventory extends FullInventory {
  private readonly parts: SqliteJobParts;

  constructor(private readonly database: Database) {
    super();
    this.parts = new SqliteJobParts(database);
  }

  override counts(): Promise<InventoryCounts> {
    return settle(() => ({
      reports: this.count('reports'),
      jobs: this.count('jobs'),
      usage: this.count('usage'),
    }));
  }

  override readonly reports = (after: string, limit: number) =>
    settle(() => this.page('reports', after, limit).map(toRecord));

  override readonly jobs = (after: string, limit: number) =>
    settle(() => this.page('jobs', after, limit).map((row) => this.whole(row)));

  override readonly usage = (after: string, limit: number) =>
    settle(() => this.page('usage', after, limit).map((row) => ({ ...row }) as unknown as UsageEntry));

  private whole(row: Row): WholeJob {
    const record = toJob(row);
    const { id } = record;
    return {
      record,
      request: this.parts.request(id),
      stages: this.parts.stages(id),
      events: this.parts.events(id, 0, ALL_EVENTS).map(({ id: _number, ...event }) => event),
      key: this.parts.keyOf(id),
    };
  }

  private page(table: 'reports' | 'jobs' | 'usage', after: string, limit: number): Row[] {
    const sql = `SELECT * FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`;
    return this.database.sqlite.prepare(sql).all(after, limit);
  }

  private count(table: string): number {
    return Number(this.database.sqlite.prepare(`SELECT COUNT(*) AS rows FROM ${table}`).get()?.rows);
  }
}
