import { setTimeout as sleep } from 'node:timers/promises';
import type { JobRecord, JobRepository } from '../../analysis/ports/job-repository.port.js';
import { withDeadline } from '../../backend-calls/backend-calls.js';
import type { Log } from '../../logging/log.js';

/** Handed over at once; what waits behind them becomes visible as they are taken. */
const BATCH = 500;
const READ_AT_ONCE = 20;
const PAUSE_MS = 1000;
const GOODBYE_MS = 250;

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
    private readonly addAll: (jobs: readonly JobRecord[]) => Promise<void>,
  ) {}

  /** Something may be missing. */
  look(): void {
    this.behind = true;
    if (!this.busy && !this.stopping.signal.aborted) this.running = this.catchUp();
  }

  /** A look that is under way is given a moment: the register may not answer, and the next process looks by itself. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await withDeadline(GOODBYE_MS, () => this.running).catch(() => undefined);
  }

  private async catchUp(): Promise<void> {
    const { signal } = this.stopping;
    this.busy = true;
    while (this.behind && !signal.aborted) {
      this.behind = false;
      try {
        const jobs = await this.pending();
        if (jobs.length > 0) await this.addAll(jobs);
        this.log.debug('job_queue_reconciled', { count: jobs.length });
      } catch {
        // Whoever failed has said so.
        this.behind = true;
        await sleep(PAUSE_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
    this.busy = false;
  }

  /** With their requests, to which also those log lines belong that are written before the row is read again. */
  private async pending(): Promise<JobRecord[]> {
    const ids = await this.jobs.ready(new Date().toISOString(), BATCH);
    const rows: (JobRecord | null)[] = [];
    for (let from = 0; from < ids.length; from += READ_AT_ONCE)
      rows.push(...(await Promise.all(ids.slice(from, from + READ_AT_ONCE).map((id) => this.jobs.load(id)))));
    return rows.flatMap((row) => (row?.status === 'pending' ? [row] : []));
  }
}
