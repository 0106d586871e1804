import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { Log } from '../../logging/log.js';
import { JobRepository } from '../ports/job-repository.port.js';

const DAY_MS = 86_400_000;
/** Few enough that other work comes in between. */
const BATCH = 200;

/** Removes finished jobs that are older than JOB_RETENTION_DAYS, with their events, and keys past their time. */
@Injectable()
export class JobRetention {
  constructor(
    private readonly config: Config,
    private readonly jobs: JobRepository,
    private readonly log: Log,
  ) {}

  async sweep(now = new Date()): Promise<void> {
    await this.jobs.removeExpiredKeys(now.toISOString());
    const before = new Date(now.getTime() - this.config.JOB_RETENTION_DAYS * DAY_MS).toISOString();
    let removed = 0;
    for (let batch = BATCH; batch === BATCH; removed += batch) {
      batch = await this.jobs.removeFinished(before, BATCH);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (removed > 0) this.log.info('jobs_removed', { count: removed });
  }
}
