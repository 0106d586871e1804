import { randomUUID } from 'node:crypto';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Cache } from '../../analysis/ports/cache.port.js';
import { type CheckFacts, CheckFailed, HealthCheckFor, type HealthIndicator } from '../../health/health.js';
import { Database } from './database.js';
import { FileReportStorage } from './file-report.storage.js';
import { troubleOf } from './sqlite-errors.js';

/** Below this the disk counts as filling up: room for some hundred reports. */
const SPACE_WANTED_BYTES = 64 * 1024 * 1024;

/** Sees that the next process will find what is written, and writes a row, as every report will. */
@HealthCheckFor({ name: 'database', provider: 'sqlite', criticality: 'critical' })
@Injectable()
export class SqliteHealth implements HealthIndicator {
  constructor(private readonly database: Database) {}

  check(): Promise<undefined> {
    if (!this.database.inPlace) return Promise.reject(new CheckFailed('file_gone'));
    try {
      this.database.touch();
    } catch (error) {
      return Promise.reject(new CheckFailed(troubleOf(error), error));
    }
    return Promise.resolve(undefined);
  }
}

/** Keeps an entry and finds it again. */
@HealthCheckFor({ name: 'cache', provider: 'memory', criticality: 'degrading' })
@Injectable()
export class MemoryCacheHealth implements HealthIndicator {
  constructor(private readonly cache: Cache) {}

  async check(): Promise<undefined> {
    const probe = randomUUID();
    await this.cache.set('health-probe', probe, 60);
    if ((await this.cache.get('health-probe'))?.value !== probe) throw new CheckFailed('lost_an_entry');
  }
}

/** Writes a file where reports are written, and looks for the space that they need. */
@HealthCheckFor({ name: 'storage', provider: 'files', criticality: 'degrading' })
@Injectable()
export class FileStorageHealth implements HealthIndicator {
  constructor(private readonly storage: FileReportStorage) {}

  async check(signal: AbortSignal): Promise<CheckFacts | undefined> {
    const path = join(this.storage.folder, '.health');
    try {
      await writeFile(path, 'probe', { signal });
      await rm(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new CheckFailed(code === 'ENOSPC' ? 'disk_full' : 'not_writable', error);
    }
    const { bavail, bsize } = await statfs(this.storage.folder);
    return bavail * bsize < SPACE_WANTED_BYTES ? { degraded: true, reason: 'disk_filling_up' } : undefined;
  }
}
