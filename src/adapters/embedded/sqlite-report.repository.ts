import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import { Injectable } from '@nestjs/common';
import {
  type PageMark,
  type ReportPage,
  type ReportQuery,
  type ReportRecord,
  ReportRepository,
} from '../../analysis/ports/report-repository.port.js';
import { AppError } from '../../errors/errors.js';
import { Database } from './database.js';
import { isConflict, settle } from './sqlite-errors.js';

type Row = Record<string, SQLOutputValue>;

/** Names are compared without regard to case and to how accents are composed. */
const companyKey = (company: string) => company.normalize('NFKC').toLocaleLowerCase('en');

/** Reports in the embedded database. */
@Injectable()
export class SqliteReportRepository extends ReportRepository {
  private readonly inserting: StatementSync;
  private readonly finding: StatementSync;
  private readonly having: StatementSync;
  private readonly removing: StatementSync;
  private readonly known: StatementSync;
  private readonly first: StatementSync;

  constructor(private readonly database: Database) {
    super();
    const { sqlite } = database;
    this.inserting = sqlite.prepare('INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.finding = sqlite.prepare('SELECT * FROM reports WHERE id = ? AND client = ?');
    this.having = sqlite.prepare('SELECT 1 FROM reports WHERE id = ? AND client = ?');
    // An object with names costs more than the rest of this query, which is asked for every analysis from the cache.
    this.having.setReturnArrays(true);
    this.removing = sqlite.prepare('DELETE FROM reports WHERE id = ? AND client = ?');
    this.known = sqlite.prepare('SELECT id FROM reports WHERE id IN (SELECT value FROM json_each(?))');
    this.first = sqlite.prepare('SELECT min(created_at) AS first FROM reports');
  }

  override add(record: ReportRecord): Promise<void> {
    return settle(() => {
      try {
        const { id, client, company, frameworks, engine, confidence_score, partial, cost_usd, created_at } =
          record;
        const names = JSON.stringify(frameworks);
        const key = companyKey(company);
        const values = [
          id,
          client,
          company,
          key,
          names,
          engine,
          confidence_score,
          Number(partial),
          cost_usd,
          created_at,
        ];
        this.database.write(() => this.inserting.run(...values));
      } catch (error) {
        if (isConflict(error))
          throw new AppError('conflict', 'This report exists already.', { cause: error });
        throw error;
      }
    });
  }

  override find(id: string, client: string): Promise<ReportRecord | null> {
    return settle(() => {
      const row = this.finding.get(id, client);
      return row === undefined ? null : toRecord(row);
    });
  }

  override has(id: string, client: string): Promise<boolean> {
    return settle(() => this.having.get(id, client) !== undefined);
  }

  override list({ client, company, limit, after }: ReportQuery): Promise<ReportPage> {
    return settle(() => {
      const conditions = ['client = ?'];
      const values = [client];
      if (company !== undefined) {
        conditions.push('company_key = ?');
        values.push(companyKey(company));
      }
      if (after) {
        conditions.push('(created_at, id) < (?, ?)');
        values.push(after.created_at, after.id);
      }
      const sql = `SELECT * FROM reports WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT ?`;
      const rows = this.database.sqlite.prepare(sql).all(...values, limit + 1);
      const records = rows.slice(0, limit).map(toRecord);
      return { records, next: rows.length > limit ? markOf(records.at(-1)) : null };
    });
  }

  override remove(id: string, client: string): Promise<boolean> {
    return settle(() => this.database.write(() => this.removing.run(id, client).changes === 1));
  }

  override registered(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return settle(() => new Set(this.known.all(JSON.stringify(ids)).map(({ id }) => String(id))));
  }

  override oldest(): Promise<Date | null> {
    return settle(() => {
      const first = this.first.get()?.first;
      return typeof first === 'string' ? new Date(first) : null;
    });
  }
}

const markOf = (record: ReportRecord | undefined): PageMark | null =>
  record ? { created_at: record.created_at, id: record.id } : null;

export function toRecord(row: Row): ReportRecord {
  return {
    id: String(row.id),
    client: String(row.client),
    company: String(row.company),
    frameworks: JSON.parse(String(row.frameworks)) as ReportRecord['frameworks'],
    engine: String(row.engine) as ReportRecord['engine'],
    confidence_score: Number(row.confidence_score),
    partial: row.partial === 1,
    cost_usd: Number(row.cost_usd),
    created_at: String(row.created_at),
  };
}
