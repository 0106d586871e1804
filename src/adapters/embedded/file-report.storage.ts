import { existsSync } from 'node:fs';
import { link, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { assertReportId, isReportId } from '../../analysis/analysis.js';
import { ReportStorage, type StoredReport } from '../../analysis/ports/report-storage.port.js';
import { Config } from '../../config/config.js';
import { onFiles } from './file-faults.js';
import { makeFolder } from './make-folder.js';
import { inPartFile, isForsaken } from './part-files.js';
import { refusal } from './start-refusals.js';

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
    await onFiles('stored', () =>
      inPartFile(basename(path), async (name) => {
        const part = join(this.folder, name);
        try {
          await writeFlushed(part, JSON.stringify(stored));
          await link(part, path);
          // Its first name goes while the folder reaches the disk: somebody waits for the answer.
          await Promise.all([this.flushFolder(), rm(part)]);
        } catch (error) {
          await rm(part, { force: true });
          throw error;
        }
      }),
    );
  }

  override async get(id: string): Promise<StoredReport | null> {
    const path = this.pathOf(id);
    const text = await onFiles('read', () => readIfThere(path));
    return text === null ? null : parse(id, text);
  }

  override async remove(id: string): Promise<void> {
    await onFiles('deleted', () => rm(this.pathOf(id), { force: true }));
  }

  /** Also removes files that were begun and that nobody will finish. */
  override async stale(ageSeconds: number, since = new Date(0)): Promise<readonly string[]> {
    const before = Date.now() - ageSeconds * 1000;
    const ids = new Set<string>();
    for (const name of await readdir(this.folder)) {
      const id = name.replace(/\.json(?:\.[0-9a-f-]+\.part)?$/, '');
      if (!isReportId(id)) continue;
      const found = await stat(join(this.folder, name)).catch(() => null);
      if (!found) continue;
      const old = found.mtimeMs <= before;
      if (name.endsWith('.part')) {
        if (old || isForsaken(name)) await rm(join(this.folder, name), { force: true });
      } else if (old && found.mtimeMs >= since.getTime()) ids.add(id);
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

/** @throws Error also where the whole folder is away: that says nothing about a report */
async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && existsSync(dirname(path))) return null;
    throw error;
  }
}

/** @throws Error for a file that something else has changed; JSON.parse would quote it. */
function parse(id: string, text: string): StoredReport {
  try {
    return JSON.parse(text) as StoredReport;
  } catch {
    throw new Error(`The file of report ${id} is damaged. Put a backup in its place, or delete the report.`);
  }
}
