import { Injectable } from '@nestjs/common';
import { AppError } from '../../errors/errors.js';
import { isFinal, type JobRecord } from '../ports/job-repository.port.js';
import { ReportArchive } from '../report-archive.js';
import { JobInterrupted } from './job-interrupted.js';
import { JobJournal } from './job-journal.js';
import { cancelled } from './job-steps.js';
import { RunningJobs } from './running-jobs.js';

/** Cancels jobs: for good in the register first, then the work in hand, here at once and elsewhere when it looks. */
@Injectable()
export class JobCancellation {
  constructor(
    private readonly journal: JobJournal,
    private readonly running: RunningJobs,
    private readonly archive: ReportArchive,
  ) {}

  /** @returns whether it was this call that cancelled. @throws AppError `not_found`, `conflict` */
  async cancel(id: string, client: string): Promise<{ job: JobRecord; changed: boolean }> {
    for (;;) {
      const job = await this.journal.jobs.find(id, client);
      if (!job) throw jobNotFound();
      if (job.status === 'cancelled') return { job, changed: false };
      if (isFinal(job.status)) throw new AppError('conflict', `The job is ${job.status} already.`);
      const written = await this.journal.write(job, cancelled(job, new Date()));
      if (!written) continue;
      this.running.interrupt(id, new JobInterrupted('cancelled'));
      // A process that was killed may have got as far as the report.
      await this.archive.discard(id, client);
      return { job: written, changed: true };
    }
  }
}

/** Alike for what never was, is gone, or is somebody else's. */
export const jobNotFound = () => new AppError('not_found', 'There is no such job.');
