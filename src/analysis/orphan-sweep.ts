import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { StartupTaskFor, type StartupTask } from '../health/health.js';
import { Log } from '../logging/log.js';
import { ReportRepository } from './ports/report-repository.port.js';
import { ReportStorage } from './ports/report-storage.port.js';

/** Longer than any request may take between storing a report and registering it. */
const SAFE_AGE_SECONDS = 3600;
const BATCH = 500;
const REST_MS = 60_000;

/** Removes reports that were stored and never registered, because the process was killed in between. */
@StartupTaskFor({ name: 'orphan_sweep' })
@Injectable()
export class OrphanSweep implements StartupTask {
  constructor(
    private readonly storage: ReportStorage,
    private readonly repository: ReportRepository,
    private readonly log: Log,
  ) {}

  /** Only begins it: nobody sees an orphan, so no start waits for a large storage or for one that is away. */
  start(signal: AbortSignal): Promise<void> {
    void this.untilSwept(signal);
    return Promise.resolve();
  }

  private async untilSwept(signal: AbortSignal): Promise<void> {
    const stopped = () => signal.aborted;
    while (!stopped()) {
      try {
        await this.sweep(signal);
        return;
      } catch (error) {
        if (stopped()) return;
        this.log.warning('orphan_sweep_failed', { next_try_ms: REST_MS }, error);
        await sleep(REST_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const ids = await this.storage.stale(SAFE_AGE_SECONDS);
    let removed = 0;
    for (let from = 0; from < ids.length && !signal.aborted; from += BATCH) {
      const batch = ids.slice(from, from + BATCH);
      const registered = await this.repository.registered(batch);
      for (const id of batch.filter((each) => !registered.has(each))) {
        await this.storage.remove(id);
        removed += 1;
      }
    }
    if (removed > 0) this.log.warning('orphans_removed', { count: removed });
  }
}
