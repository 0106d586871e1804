import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppError, ERROR_CODES } from '../../errors/errors.js';
import { Log } from '../../logging/log.js';
import { ErrorMetrics } from '../../metrics/metrics.js';
import type { Finished } from '../analysis-flights.js';
import { ReportArchive } from '../report-archive.js';
import { unlessAborted } from '../unless-aborted.js';
import { consequenceOf } from './failure.js';
import { JobHandOver } from './job-hand-over.js';
import type { JobHold } from './job-hold.js';
import { JobInterrupted } from './job-interrupted.js';
import { completed, failed, postponed, returned } from './job-steps.js';
import { RunningJobs } from './running-jobs.js';

/** An attempt that takes longer is stopped; the next one starts from the stages that it finished. */
const ATTEMPT_LIMIT_MS = 15 * 60_000;
/** What a stopped run may still take to end, so that a stage that just finishes is kept. */
const SETTLE_MS = 300;

/** Waits for what becomes of a job that is worked on, and writes it down. */
@Injectable()
export class JobConclusion {
  constructor(
    private readonly running: RunningJobs,
    private readonly handOver: JobHandOver,
    private readonly archive: ReportArchive,
    private readonly errors: ErrorMetrics,
    private readonly log: Log,
  ) {}

  /** Never rejects: what cannot be written now is taken up again when the lease has ended. */
  async attend(hold: JobHold, result: Promise<Finished>): Promise<void> {
    const limit = setTimeout(() => hold.interrupt(tooLong()), ATTEMPT_LIMIT_MS).unref();
    await this.running.during(hold, async () => {
      try {
        await this.conclude(hold, result);
      } catch (error) {
        // Cancelled or taken over in the very moment: whoever did that has written what there is to write.
        if (error instanceof JobInterrupted) return;
        this.log.error('job_not_concluded', { job_id: hold.job.id }, error);
        this.errors.count('background_failure');
      } finally {
        clearTimeout(limit);
        hold.release();
      }
    });
  }

  private async conclude(hold: JobHold, result: Promise<Finished>): Promise<void> {
    const { signal } = hold.controller;
    try {
      const finished = await unlessAborted(result, signal);
      const { id, report_id, attempt } = await hold.write((job) => completed(job, finished, new Date()));
      this.log.info('job_completed', { job_id: id, report_id, attempt });
    } catch (error) {
      const cause: unknown = signal.aborted ? signal.reason : error;
      if (cause instanceof JobInterrupted) await this.interrupted(hold, cause, result);
      else await this.failed(hold, cause);
    }
  }

  private async interrupted(
    hold: JobHold,
    { why }: JobInterrupted,
    result: Promise<Finished>,
  ): Promise<void> {
    const { id, client } = hold.job;
    if (why === 'lease_lost') this.log.warning('job_lease_lost', { job_id: id });
    if (why === 'cancelled') {
      this.log.info('job_cancelled', { job_id: id });
      await this.archive.discard(id, client);
    }
    if (why === 'handed_back') {
      await Promise.race([result.catch(() => undefined), sleep(SETTLE_MS)]);
      const { ready_at } = await hold.write((job) => returned(job, new Date()));
      this.log.info('job_returned', { job_id: id });
      await this.handOver.give(id, ready_at);
    }
  }

  private async failed(hold: JobHold, cause: unknown): Promise<void> {
    const { id: job_id, attempt } = hold.job;
    const next = consequenceOf(hold.job, cause, new Date());
    if ('retryAt' in next) {
      await hold.write((job) => postponed(job, next.code, next.retryAt, new Date()));
      this.log.warning('job_retrying', { job_id, attempt, code: next.code }, deeper(cause));
      await this.handOver.give(job_id, next.retryAt.toISOString());
      await this.handOver.restAfter(cause);
      return;
    }
    const { code } = next.error;
    await hold.write((job) => failed(job, next.error, new Date()));
    if (code === 'internal_error') this.log.error('job_failed', { job_id, attempt, code }, cause);
    else this.log.warning('job_failed', { job_id, attempt, code }, deeper(cause));
    if (ERROR_CODES[code] >= 500) this.errors.count(code);
  }
}

/** An expected error is told by its code; what lies under it is worth a stack. */
const deeper = (error: unknown) => (error instanceof AppError ? error.cause : error);

const tooLong = () =>
  new AppError('deadline_exceeded', 'The attempt took longer than 15 minutes and was stopped.', {
    retryable: true,
  });
