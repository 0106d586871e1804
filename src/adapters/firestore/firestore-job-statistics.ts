import { Injectable, Optional } from '@nestjs/common';
import {
  isFinal,
  JOB_STATUSES,
  type JobStatistics,
  type JobStatus,
} from '../../analysis/ports/job-repository.port.js';
import { FirestoreCalls } from './firestore-calls.js';
import { FirestoreJobQueries } from './firestore-job-queries.js';

/** For how many milliseconds a count is given out again. */
export interface CountAges {
  readonly waiting: number;
  readonly finished: number;
}

/** A count costs one read for each thousand jobs, and the finished are many; no scrape comes twice in so short a time. */
const AGES: CountAges = { waiting: 2000, finished: 5000 };

/** How many jobs there are. Counting looks at the index only; it is repeated no more often than an operator would see. */
@Injectable()
export class FirestoreJobStatistics {
  private readonly counted = new Map<JobStatus, { readonly at: number; readonly jobs: Promise<number> }>();
  /** Pending jobs of this process that the last count may not know. */
  private addedSince = 0;
  private readonly queries: FirestoreJobQueries;

  constructor(
    private readonly calls: FirestoreCalls,
    @Optional() private readonly ages: CountAges = AGES,
  ) {
    this.queries = new FirestoreJobQueries(calls.client);
  }

  async read(): Promise<JobStatistics> {
    const [oldest, ...counts] = await Promise.all([
      this.oldest(),
      ...JOB_STATUSES.map((status) => this.count(status)),
    ]);
    const named = JOB_STATUSES.map((status, index) => [status, counts[index]]);
    return { counts: Object.fromEntries(named) as Record<JobStatus, number>, oldest_ready_at: oldest };
  }

  /** A job of this process is pending now: counted at once, so that a crowd cannot pass between two counts. */
  added(): void {
    this.addedSince += 1;
  }

  async pending(): Promise<number> {
    return (await this.count('pending')) + this.addedSince;
  }

  private async oldest(): Promise<string | null> {
    const found = await this.calls.read(() => this.queries.pending.limit(1).get());
    const at: unknown = found.docs[0]?.get('ready_at');
    return typeof at === 'string' ? at : null;
  }

  /** Whoever asks meanwhile waits for the same count. */
  private count(status: JobStatus): Promise<number> {
    const known = this.counted.get(status);
    const age = isFinal(status) ? this.ages.finished : this.ages.waiting;
    if (known && performance.now() - known.at < age) return known.jobs;
    if (status === 'pending') this.addedSince = 0;
    const jobs = this.countNow(status);
    this.counted.set(status, { at: performance.now(), jobs });
    jobs.catch(() => this.counted.delete(status));
    return jobs;
  }

  private async countNow(status: JobStatus): Promise<number> {
    return (await this.calls.read(() => this.queries.ofStatus(status).count().get())).data().count;
  }
}
