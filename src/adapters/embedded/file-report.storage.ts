import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { assertReportId, isReportId } from '../../analysis/analysis.js';
import { ReportStorage, type StoredReport } from '../../analysis/ports/report-storage.port.js';
import { Config } from '../../config/config.js';
import { AppError } from '../../errors/errors.js';
import { makeFolder } from './make-folder.js';
import { refusal } from './start-refusals.js';

/** A name for each try: one that was killed half-way, or runs at the same time, must not stand in another's way. */
const temporaryOf = (path: string) => `${path}.${randomUUID()}.part`;

/**
 * One JSON file for each report in DATA_DIR/reports. It is written under another name, flushed to the disk, then
 * linked to its own: whoever reads finds all of it or nothing, also after a kill.
 */
@Injectable()
export class FileReportStorage extends ReportStorage {
  readonly folder: string;

  /** @throws CannotStart where the folder cannot be made. */
  constructor(config: Config) {
    super();
    this.folder = join(config.DATA_DIR, 'reports');
    try {
      makeFolder(this.folder);
    } catch (error) {
      throw refusal(error, config.DATA_DIR, this.folder);
    }
  }

  override async put(id: string, stored: StoredReport): Promise<void> {
    const path = this.pathOf(id);
    const temporary = temporaryOf(path);
    try {
      await writeFlushed(temporary, JSON.stringify(stored));
      await link(temporary, path);
      await this.flushFolder();
    } catch (error) {
      throw translate(error);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  override async get(id: string): Promise<StoredReport | null> {
    try {
      return JSON.parse(await readFile(this.pathOf(id), 'utf8')) as StoredReport;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  override async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  /** Also removes files that were begun and never finished. */
  override async stale(ageSeconds: number): Promise<readonly string[]> {
    const before = Date.now() - ageSeconds * 1000;
    const ids = new Set<string>();
    for (const name of await readdir(this.folder)) {
      const id = name.replace(/\.json(?:\.[0-9a-f-]+\.part)?$/, '');
      if (!isReportId(id)) continue;
      const found = await stat(join(this.folder, name)).catch(() => null);
      if (!found || found.mtimeMs > before) continue;
      if (name.endsWith('.part')) await rm(join(this.folder, name), { force: true });
      else ids.add(id);
    }
    return [...ids];
  }

  /** A new name is safe only once its folder is flushed too. */
  private async flushFolder(): Promise<void> {
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  private pathOf(id: string): string {
    assertReportId(id);
    return join(this.folder, `${id}.json`);
  }
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function translate(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') return new AppError('conflict', 'This report exists already.', { cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS') {
    return new AppError('overloaded', 'The report cannot be stored just now.', {
      retryable: true,
      retryAfterSeconds: 60,
      cause: error,
    });
  }
  return error;
}
