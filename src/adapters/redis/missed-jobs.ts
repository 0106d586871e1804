import { setTimeout as sleep } from 'node:timers/promises';
import type { JobRepository } from '../../analysis/ports/job-repository.port.js';
import type { Log } from '../../logging/log.js';

/** Handed over at once; what waits behind them becomes visible as they are taken. */
const BATCH = 2000;
const PAUSE_MS = 1000;

/**
 * Hands over what is pending in the register and may be missing in the queue: after an addition that failed, and after
 * a connection was lost, since Redis may have lost its memory with it. To hand over twice is harmless.
 */
export class MissedJobs {
  private readonly stopping = new AbortController();
  private behind = false;
  private running: Promise<void> = Promise.resolve();
  private busy = false;

  constructor(
    private readonly jobs: JobRepository,
    private readonly log: Log,
    private readonly addAll: (ids: readonly string[]) => Promise<void>,
  ) {}

  /** Something may be missing. */
  look(): void {
    this.behind = true;
    if (!this.busy && !this.stopping.signal.aborted) this.running = this.catchUp();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async catchUp(): Promise<void> {
    const { signal } = this.stopping;
    this.busy = true;
    while (this.behind && !signal.aborted) {
      this.behind = false;
      try {
        const ids = await this.jobs.ready(new Date().toISOString(), BATCH);
        if (ids.length > 0) await this.addAll(ids);
        this.log.debug('job_queue_reconciled', { count: ids.length });
      } catch {
        // Whoever failed has said so.
        this.behind = true;
        await sleep(PAUSE_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
    this.busy = false;
  }
}
