import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from '../../errors/errors.js';
import { MIGRATIONS } from './migrations.js';

/** A write-ahead log that stays where it is would be applied to whatever database comes to stand beside it. */
export const REPLACE_IT =
  'Move it away with the -wal and -shm files beside it, then put a backup in its place or start empty; or set another DATA_DIR.';

/** SQLite's SQLITE_READONLY_ROLLBACK: what a kill left half written must be undone before anything can be read. */
const NEEDS_ROLLBACK = 776;

/**
 * Makes sure that this release may write a file. It is opened for reading only: closing it otherwise would write what a
 * write-ahead log beside it still holds.
 * @throws CannotStart for a file that is damaged, of a newer release, or not ours; what SQLite says otherwise
 */
export function verifyDatabase(path: string, patienceMs: number): void {
  if (isEmpty(path)) return;
  try {
    verify(path, { readOnly: true, timeout: patienceMs });
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== NEEDS_ROLLBACK) throw error;
    verify(path, { timeout: patienceMs });
  }
}

/** The version of its schema; 0 where there is none yet. */
export function versionOf(sqlite: DatabaseSync): number {
  return (sqlite.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

const isEmpty = (path: string) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;

function verify(path: string, options: { readOnly?: boolean; timeout: number }): void {
  const sqlite = new DatabaseSync(path, options);
  try {
    assertWhole(sqlite, path);
    assertOurs(sqlite, path);
  } finally {
    sqlite.close();
  }
}

function assertWhole(sqlite: DatabaseSync, path: string): void {
  const [row] = sqlite.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  if (row?.quick_check === 'ok') return;
  // SQLite's report has several lines, the first of them a heading.
  const reason = row?.quick_check.replace(/^\*\*\*.*\*\*\*\s*/, '').replace(/\s+/g, ' ') ?? 'no answer';
  throw new CannotStart(`The database ${path} is damaged (${reason}). It was not changed. ${REPLACE_IT}`);
}

/** Another program's database may have any version, but not our columns. */
function assertOurs(sqlite: DatabaseSync, path: string): void {
  const version = versionOf(sqlite);
  const found = new Set(columnsOf(sqlite));
  const foreign = version === 0 ? found.size > 0 : expected(version).some((column) => !found.has(column));
  if (foreign)
    throw new CannotStart(
      `The database ${path} was not made by this service. It was not changed. ${REPLACE_IT}`,
    );
  if (version > MIGRATIONS.length)
    throw new CannotStart(
      `The database ${path} was written by a newer release (schema ${version}, this one knows ` +
        `${MIGRATIONS.length}). It was not changed. Start the newer release. Otherwise: ${REPLACE_IT}`,
    );
}

/** The columns of a schema's version, by making it once in memory. */
function expected(version: number): string[] {
  const sqlite = new DatabaseSync(':memory:');
  try {
    for (const migration of MIGRATIONS.slice(0, version)) sqlite.exec(migration);
    return columnsOf(sqlite);
  } finally {
    sqlite.close();
  }
}

const columnsOf = (sqlite: DatabaseSync): string[] =>
  sqlite
    .prepare(
      `SELECT t.name || '.' || c.name AS name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
       WHERE t.type = 'table'`,
    )
    .all()
    .map(({ name }) => String(name));
