import { untraced } from '../../tracing/tracing.js';
import type { JobRecord, JobWrite, KeptStage } from '../ports/job-repository.port.js';
import type { Cost } from '../report/report.schema.js';
import type { StageKeeper } from '../stage-log.js';
import { JobInterrupted } from './job-interrupted.js';
import type { JobJournal } from './job-journal.js';
import { stageBegun, stageFinished } from './job-steps.js';
import { LEASE_MS, renewed } from './lease.js';
import { progressOf } from './progress.js';

/** How often the holder looks whether the job is still its own: a cancellation elsewhere ends the work as soon. */
const LOOK_EVERY_MS = 800;
const RENEW_BELOW_MS = (LEASE_MS * 2) / 3;

/** What the progress of a run is measured by. */
export interface Course {
  readonly planned: readonly string[];
  /** Names of stages that were finished before. */
  readonly finished: readonly string[];
}

/**
 * The right to work on a job, for as long as it lasts. Writes go one after the other, each against the last revision;
 * once the row shows another holder, or an end, nothing is written any more and the signal fires.
 */
export class JobHold implements StageKeeper {
  private readonly finishedStages: Set<string>;
  private readonly timer: NodeJS.Timeout;
  private turn: Promise<unknown> = Promise.resolve();
  private looking = false;

  constructor(
    private current: JobRecord,
    private readonly journal: JobJournal,
    /** Of the run: aborted with the reason why the work must end. */
    readonly controller: AbortController,
    private readonly course: Course,
  ) {
    this.finishedStages = new Set(course.finished);
    this.timer = setInterval(() => void untraced(() => this.look()), LOOK_EVERY_MS).unref();
  }

  get job(): JobRecord {
    return this.current;
  }

  /** @throws JobInterrupted where the job is no longer this holder's. */
  write(next: (job: JobRecord) => JobWrite): Promise<JobRecord> {
    const written = this.turn.then(() => this.writeNow(next));
    this.turn = written.catch(() => undefined);
    return written;
  }

  async begun(stage: string): Promise<void> {
    await this.write((job) => stageBegun(job, stage, new Date()));
  }

  async finished(stage: KeptStage, spent: Cost): Promise<void> {
    this.finishedStages.add(stage.name);
    const progress = progressOf(this.course.planned, this.finishedStages);
    await this.write((job) =>
      stageFinished(job, stage, { progress: Math.max(job.progress, progress), cost: spent }, new Date()),
    );
  }

  interrupt(reason: Error): void {
    this.controller.abort(reason);
  }

  /** Looks no more; the lease ends by itself where the last write did not end it. */
  release(): void {
    clearInterval(this.timer);
  }

  private async writeNow(next: (job: JobRecord) => JobWrite): Promise<JobRecord> {
    this.mine(this.current);
    for (;;) {
      const written = await this.journal.write(this.current, next(this.current));
      if (written) return (this.current = written);
      this.current = this.mine(await this.journal.jobs.load(this.current.id));
    }
  }

  private async look(): Promise<void> {
    if (this.looking || this.controller.signal.aborted) return;
    this.looking = true;
    try {
      this.mine(await this.journal.jobs.load(this.current.id));
      if (this.remaining() < RENEW_BELOW_MS) await this.write(renewal);
    } catch (error) {
      if (error instanceof JobInterrupted) this.interrupt(error);
      // The register cannot be asked: the right is kept for as long as it was granted, and not longer.
      else if (this.remaining() < 0) this.interrupt(new JobInterrupted('lease_lost'));
    } finally {
      this.looking = false;
    }
  }

  private remaining(): number {
    return Date.parse(this.current.lease?.until ?? '') - Date.now();
  }

  /** The row, where it is still this holder's. */
  private mine(row: JobRecord | null): JobRecord {
    if (row?.status === 'processing' && row.lease?.token === this.current.lease?.token) return row;
    throw new JobInterrupted(row?.status === 'cancelled' ? 'cancelled' : 'lease_lost');
  }
}

const renewal = ({ lease }: JobRecord): JobWrite => ({
  change: { lease: lease && renewed(lease, new Date()) },
});
