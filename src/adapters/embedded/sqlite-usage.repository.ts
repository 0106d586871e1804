import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import { Injectable } from '@nestjs/common';
import {
  type UsageEntry,
  UsageRepository,
  type UsageSum,
} from '../../analysis/ports/usage-repository.port.js';
import { Database } from './database.js';
import { settle } from './sqlite-errors.js';

const SUMS = ['analyses', 'calls', 'unpriced_calls', 'tokens', 'usd'];

/** What clients used, in the embedded database: one row an entry, summed when it is asked for. A flush to the disk for
 * each paid call would hold up all others. */
@Injectable()
export class SqliteUsageRepository extends UsageRepository {
  private readonly adding: StatementSync;
  private readonly summing: StatementSync;
  private readonly spending: StatementSync;

  constructor(private readonly database: Database) {
    super();
    const { sqlite } = database;
    this.adding = sqlite.prepare('INSERT OR IGNORE INTO usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.summing = sqlite.prepare(
      `SELECT day, framework, ${SUMS.map((name) => `SUM(${name}) AS ${name}`).join(', ')}
       FROM usage WHERE client = ? AND day BETWEEN ? AND ? GROUP BY day, framework ORDER BY day, framework`,
    );
    this.spending = sqlite.prepare('SELECT TOTAL(usd) AS usd FROM usage WHERE client = ? AND day = ?');
  }

  override add(entries: readonly UsageEntry[]): Promise<number> {
    return settle(() =>
      this.database.quickTransaction(() => entries.reduce((added, entry) => added + this.addOne(entry), 0)),
    );
  }

  override sums(client: string, from: string, to: string): Promise<readonly UsageSum[]> {
    return settle(() => this.summing.all(client, from, to).map(toSum));
  }

  override spentUsd(client: string, day: string): Promise<number> {
    return settle(() => Number(this.spending.get(client, day)?.usd));
  }

  private addOne({ id, client, day, framework, ...figures }: UsageEntry): number {
    const { analyses, calls, unpriced_calls, tokens, usd } = figures;
    const values = [id, client, day, framework, analyses, calls, unpriced_calls, tokens, usd];
    return Number(this.adding.run(...values).changes);
  }
}

const toSum = (row: Record<string, SQLOutputValue>): UsageSum => ({
  day: String(row.day),
  framework: row.framework as UsageSum['framework'],
  analyses: Number(row.analyses),
  calls: Number(row.calls),
  unpriced_calls: Number(row.unpriced_calls),
  tokens: Number(row.tokens),
  usd: Number(row.usd),
});
