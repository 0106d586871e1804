import { copyFile, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const DATABASE = 'consultantos.db';
const REPORTS = 'reports';
/** A writer that holds the database does so for milliseconds. */
const PATIENCE_MS = 10_000;

/** What a backup holds. */
export interface BackupSummary {
  readonly reports: number;
  readonly jobs: number;
  readonly files: number;
  readonly bytes: number;
}

/** What was asked for cannot be done; the message says what to do. */
export class BackupRefused extends Error {}

/**
 * Copies the embedded database and the report files of a service that runs on, into a new folder that appears only once it
 * is whole. The database comes first, in one read transaction that holds up no writer: a report is stored before it is
 * registered, so whatever this copy registers has its file. One that is deleted meanwhile is taken out of the copy too.
 *
 * @throws BackupRefused where there is no database, or the target exists
 */
export async function backUp(dataDir: string, target: string): Promise<BackupSummary> {
  await refuse(dataDir, target);
  const partial = `${target}.part`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, REPORTS), { recursive: true, mode: 0o700 });
  const before = await reportFiles(dataDir);
  copyDatabase(dataDir, partial);
  const names = new Set([...before, ...(await reportFiles(dataDir))]);
  const gone: string[] = [];
  for (const name of names) if (!(await copyReport(dataDir, partial, name))) gone.push(name);
  const counts = settle(join(partial, DATABASE), gone);
  for (const path of [join(partial, DATABASE), join(partial, REPORTS), partial]) await flush(path);
  await rename(partial, target);
  return { ...counts, files: names.size - gone.length, bytes: await sizeOf(target) };
}

async function refuse(dataDir: string, target: string): Promise<void> {
  const exists = (path: string) => stat(path).then(Boolean, () => false);
  if (!(await exists(join(dataDir, DATABASE))))
    throw new BackupRefused(`There is no ${DATABASE} in ${dataDir}: name the service's DATA_DIR.`);
  if (await exists(target)) throw new BackupRefused(`${target} exists: name a folder that does not.`);
}

/** Of finished files; what is being written has another ending. */
async function reportFiles(dataDir: string): Promise<string[]> {
  const names = await readdir(join(dataDir, REPORTS)).catch(() => []);
  return names.filter((name) => name.endsWith('.json'));
}

function copyDatabase(dataDir: string, target: string): void {
  const source = new DatabaseSync(join(dataDir, DATABASE), { timeout: PATIENCE_MS });
  try {
    source.prepare('VACUUM INTO ?').run(join(target, DATABASE));
  } finally {
    source.close();
  }
}

/** False where the report was deleted meanwhile. */
async function copyReport(dataDir: string, target: string, name: string): Promise<boolean> {
  const copy = join(target, REPORTS, name);
  try {
    await copyFile(join(dataDir, REPORTS, name), copy, constants.COPYFILE_FICLONE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  await flush(copy);
  return true;
}

/** Takes out what was deleted meanwhile, looks whether the copy is sound, and counts. @throws Error where it is damaged */
function settle(path: string, gone: readonly string[]): { reports: number; jobs: number } {
  const copy = new DatabaseSync(path);
  try {
    const remove = copy.prepare('DELETE FROM reports WHERE id = ?');
    for (const name of gone) remove.run(name.replace(/\.json$/, ''));
    const [check] = copy.prepare('PRAGMA integrity_check(1)').all() as { integrity_check: string }[];
    if (check?.integrity_check !== 'ok')
      throw new Error(`The copy is damaged: ${check?.integrity_check ?? ''}`);
    const count = (table: string) => Number(copy.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
    return { reports: count('reports'), jobs: count('jobs') };
  } finally {
    copy.close();
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
