import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { StartupTaskFor, type StartupTask } from '../health/health.js';
import { Log } from '../logging/log.js';
import { ErrorMetrics } from '../metrics/metrics.js';
import { isFinal, JobRepository } from './ports/job-repository.port.js';
import { ReportRepository } from './ports/report-repository.port.js';
import { ReportStorage } from './ports/report-storage.port.js';

/**
 * Longer than any request may take between storing a report and registering it, and than an operator needs to notice
 * that an older copy of the database was put in place, which does not know the latest reports.
 */
const SAFE_AGE_SECONDS = 7 * 24 * 3600;
const BATCH = 500;
const EVERY_MS = 6 * 3_600_000;
const AFTER_FAILURE_MS = 60_000;

/**
 * Removes reports that were stored and never registered, because the process was killed in between. At the start and
 * then every few hours: what a crash left is too young to be judged when the service comes back a second later.
 * What is older than all that the database knows is not its own to judge: a database that was lost and begun anew
 * knows none of the reports that lie there.
 */
@StartupTaskFor({ name: 'orphan_sweep' })
@Injectable()
export class OrphanSweep implements StartupTask {
  constructor(
    private readonly storage: ReportStorage,
    private readonly repository: ReportRepository,
    private readonly jobs: JobRepository,
    private readonly errors: ErrorMetrics,
    private readonly log: Log,
  ) {}

  /** Only begins it: nobody sees an orphan, so no start waits for a large storage or for one that is away. */
  start(signal: AbortSignal): Promise<void> {
    void this.keepSweeping(signal);
    return Promise.resolve();
  }

  private async keepSweeping(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pause = await this.sweep(signal).then(
        () => EVERY_MS,
        (error: unknown) => this.report(error, signal),
      );
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private report(error: unknown, { aborted }: AbortSignal): number {
    if (aborted) return 0;
    this.errors.count('background_failure');
    this.log.warning('orphan_sweep_failed', { next_try_ms: AFTER_FAILURE_MS }, error);
    return AFTER_FAILURE_MS;
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const since = await this.repository.oldest();
    const ids = since ? await this.storage.stale(SAFE_AGE_SECONDS, since) : [];
    let removed = 0;
    for (let from = 0; from < ids.length && !signal.aborted; from += BATCH) {
      const batch = ids.slice(from, from + BATCH);
      const registered = await this.repository.registered(batch);
      for (const id of batch.filter((each) => !registered.has(each))) {
        if (await this.isAwaited(id)) continue;
        await this.storage.remove(id);
        removed += 1;
      }
    }
    if (removed > 0) this.log.warning('orphans_removed', { count: removed });
  }

  /** A job that was interrupted registers what it has stored when it goes on; it may have done so just now. */
  private async isAwaited(id: string): Promise<boolean> {
    const job = await this.jobs.load(id);
    if (!job) return false;
    return !isFinal(job.status) || (await this.repository.registered([id])).has(id);
  }
}
