import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { CannotStart } from '../../errors/errors.js';
import { pause } from '../../pause.js';
import { LockPatience } from './lock-patience.js';
import { makeFolder } from './make-folder.js';
import { MIGRATIONS } from './migrations.js';
import { PlacedFile } from './placed-file.js';
import { isBusy, notNow } from './sqlite-errors.js';
import { refusal } from './start-refusals.js';
import { verifyDatabase, versionOf } from './verify-database.js';

/** At the start a lock may be a backup that ends in a moment. */
const START_PATIENCE_MS = 2000;
const RETRY_MS = 10;

/**
 * The SQLite file DATA_DIR/consultantos.db, opened, checked and brought up to date when the application is built.
 * Nothing here ever deletes or repairs a file: a database that cannot be read is left as it is, and the start refused.
 * Statements run on the main thread: an insert with its fsync takes well below a millisecond on a local disk.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly sqlite: DatabaseSync;
  private readonly path: string;
  private readonly touching: StatementSync;
  private readonly patience: LockPatience;
  private readonly file: PlacedFile;

  /** @throws CannotStart for a folder, a disk or a file that will not do, with what to do about it. */
  constructor(config: Config) {
    this.path = join(config.DATA_DIR, 'consultantos.db');
    this.sqlite = this.open(config.DATA_DIR);
    this.file = new PlacedFile(this.path);
    this.patience = new LockPatience(this.sqlite);
    this.touching = this.sqlite.prepare('UPDATE starts SET at = ?');
  }

  onApplicationShutdown(): void {
    if (this.sqlite.isOpen) this.sqlite.close();
  }

  /**
   * Writes what no write before has written: SQLite leaves out what would change nothing, and then a full disk would not
   * show. Without a flush, since it is done every few seconds.
   */
  touch(): void {
    this.quickTransaction(() => this.touching.run(new Date().toISOString()));
  }

  /** False where the file was moved, deleted or replaced: SQLite would go on writing to it, and all of that end with this process. */
  get inPlace(): boolean {
    return this.file.inPlace;
  }

  /**
   * Every write goes through here: a transaction, or a single statement.
   * @throws AppError `overloaded` where the file is not in its place: nothing is promised that the next process would not find
   * @throws whatever `work` throws
   */
  write<T>(work: () => T): T {
    if (!this.inPlace) throw notNow(new Error('The database file was moved, deleted or replaced.'));
    return this.patience.during(work);
  }

  /** All or nothing. @throws whatever `work` throws, after undoing it. */
  transaction<T>(work: () => T): T {
    return this.write(() => this.wholly(work));
  }

  /**
   * The same without waiting for the disk: what it wrote outlives the process, and the machine once anything else is
   * written. For what is written often and need not outlive a loss of power.
   */
  quickTransaction<T>(work: () => T): T {
    this.sqlite.exec('PRAGMA synchronous = NORMAL');
    try {
      return this.transaction(work);
    } finally {
      this.sqlite.exec('PRAGMA synchronous = FULL');
    }
  }

  private wholly<T>(work: () => T): T {
    this.sqlite.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.sqlite.isTransaction) this.sqlite.exec('ROLLBACK');
      throw error;
    }
  }

  private open(folder: string): DatabaseSync {
    let sqlite: DatabaseSync | undefined;
    try {
      makeFolder(folder);
      verifyDatabase(this.path, START_PATIENCE_MS);
      sqlite = new DatabaseSync(this.path, { timeout: START_PATIENCE_MS, enableForeignKeyConstraints: true });
      useWriteAheadLog(sqlite);
      sqlite.exec('PRAGMA synchronous = FULL');
      migrate(sqlite);
      recordStart(sqlite);
      return sqlite;
    } catch (error) {
      if (sqlite?.isOpen) sqlite.close();
      throw error instanceof CannotStart ? error : refusal(error, folder, this.path);
    }
  }
}

/**
 * The change from one journal to the other is the one lock that SQLite does not wait for, since two that wait would wait
 * for each other, https://www.sqlite.org/c3ref/busy_handler.html: of processes that start at once, the others try again.
 */
function useWriteAheadLog(sqlite: DatabaseSync): void {
  const end = performance.now() + START_PATIENCE_MS;
  for (;;)
    try {
      sqlite.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      pause(RETRY_MS);
    }
}

/** In one transaction that begins with a lock: of two processes that start at once, one finds it done. */
function migrate(sqlite: DatabaseSync): void {
  sqlite.exec('BEGIN IMMEDIATE');
  for (const migration of MIGRATIONS.slice(versionOf(sqlite))) sqlite.exec(migration);
  sqlite.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
}

/** A write that is kept: a full disk or a read-only folder shows now, not at the first report. Later it is the time of the last check. */
function recordStart(sqlite: DatabaseSync): void {
  sqlite.exec(
    `BEGIN IMMEDIATE;
     CREATE TABLE IF NOT EXISTS starts (at TEXT NOT NULL);
     DELETE FROM starts;
     INSERT INTO starts VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
     COMMIT;`,
  );
}
