import { Injectable } from '@nestjs/common';
import { Log } from '../../logging/log.js';
import { Counter, Gauge, Registry } from '../../metrics/metrics.js';
import {
  JOB_STATUSES,
  JobRepository,
  type JobStatistics,
  type JobStatus,
} from '../ports/job-repository.port.js';
import { unlessAborted } from '../unless-aborted.js';

/** Scrapes within this time share one look into the register. */
const CACHED_MS = 1000;
const READ_TIMEOUT_MS = 1000;

/** How many jobs there are and how they move. Every replica reports the same rows: take the maximum, not the sum. */
@Injectable()
export class JobMetrics {
  private readonly transitions: Counter<'status'>;
  private readonly rows: Gauge<'status'>;
  private readonly oldest: Gauge;
  private reading: Promise<void> | undefined;
  private readAt = -Infinity;

  constructor(
    registry: Registry,
    private readonly jobs: JobRepository,
    private readonly log: Log,
  ) {
    const registers = [registry];
    this.transitions = new Counter({
      name: 'consultantos_job_transitions_total',
      help: 'Jobs that entered a status, by this process.',
      labelNames: ['status'],
      registers,
    });
    this.rows = new Gauge({
      name: 'consultantos_jobs_total',
      help: 'Jobs in the store now, by status.',
      labelNames: ['status'],
      registers,
      collect: () => this.read(),
    });
    this.oldest = new Gauge({
      name: 'consultantos_jobs_oldest_pending_seconds',
      help: 'For how long the pending job that waits longest could have been begun; 0 where none waits.',
      registers,
      collect: () => this.read(),
    });
    for (const status of JOB_STATUSES) {
      this.transitions.inc({ status }, 0);
      this.rows.set({ status }, 0);
    }
  }

  entered(status: JobStatus): void {
    this.transitions.inc({ status });
  }

  /** A register that cannot be read leaves the last figures, says so, and never holds up a scrape. */
  private read(): Promise<void> {
    if (performance.now() - this.readAt < CACHED_MS) return Promise.resolve();
    this.reading ??= this.readNow().finally(() => {
      this.reading = undefined;
      this.readAt = performance.now();
    });
    return this.reading;
  }

  private async readNow(): Promise<void> {
    try {
      this.show(await unlessAborted(this.jobs.statistics(), AbortSignal.timeout(READ_TIMEOUT_MS)));
    } catch (error) {
      this.log.warning('job_statistics_unreadable', {}, error);
    }
  }

  private show({ counts, oldest_ready_at }: JobStatistics): void {
    for (const status of JOB_STATUSES) this.rows.set({ status }, counts[status]);
    const waiting = oldest_ready_at === null ? 0 : Date.now() - Date.parse(oldest_ready_at);
    this.oldest.set(Math.max(0, waiting / 1000));
  }
}
