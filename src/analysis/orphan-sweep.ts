import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Log } from '../logging/log.js';
import { ErrorMetrics } from '../metrics/metrics.js';
import { ReportRepository } from './ports/report-repository.port.js';
import { ReportStorage } from './ports/report-storage.port.js';

const EVERY_MS = 6 * 3_600_000;
const AFTER_FAILURE_MS = 60_000;
/** Longer than any request may take between storing a report and registering it. */
const SAFE_AGE_SECONDS = 3600;
const BATCH = 500;

/**
 * Removes reports that were stored and never registered, because the process was killed in between. At the start and
 * then every few hours: what a crash left is too young to be judged when the service comes back a second later.
 * Housekeeping and no startup task: nobody sees an orphan, so no start waits for a large storage or for one that is away.
 */
@Injectable()
export class OrphanSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private over = false;

  constructor(
    private readonly storage: ReportStorage,
    private readonly repository: ReportRepository,
    private readonly errors: ErrorMetrics,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    void this.sweep();
  }

  beforeApplicationShutdown(): void {
    this.over = true;
    clearTimeout(this.timer);
  }

  private async sweep(): Promise<void> {
    const pause = await this.removeOrphans().then(
      () => EVERY_MS,
      (error: unknown) => this.report(error),
    );
    if (!this.over) this.timer = setTimeout(() => void this.sweep(), pause).unref();
  }

  private async removeOrphans(): Promise<void> {
    const ids = await this.storage.stale(SAFE_AGE_SECONDS);
    let removed = 0;
    for (let from = 0; from < ids.length && !this.over; from += BATCH) {
      const batch = ids.slice(from, from + BATCH);
      const registered = await this.repository.registered(batch);
      for (const id of batch.filter((each) => !registered.has(each))) {
        await this.storage.remove(id);
        removed += 1;
      }
    }
    if (removed > 0) this.log.warning('orphans_removed', { count: removed });
  }

  private report(error: unknown): number {
    if (this.over) return 0;
    this.errors.count('background_failure');
    this.log.warning('orphan_sweep_failed', { next_try_ms: AFTER_FAILURE_MS }, error);
    return AFTER_FAILURE_MS;
  }
}
