import { Injectable } from '@nestjs/common';
import { Log } from '../../logging/log.js';
import { RequestContext } from '../../request-context/request-context.js';
import { type StartupTask, StartupTaskFor } from '../../health/health.js';
import type { JobRecord } from '../ports/job-repository.port.js';
import { consequenceOfLoss } from './failure.js';
import { JobHandOver } from './job-hand-over.js';
import { JobJournal } from './job-journal.js';
import { failed, recovered } from './job-steps.js';
import { hasLapsed, holderIsGone } from './lease.js';

const BATCH = 1000;
/** A job that has been ready for so long should have been taken, were workers free: it is handed over once more. */
const OVERDUE_MS = 60_000;
const OVERDUE_BATCH = 100;

/** Brings back jobs whose process was killed or stalled, at the start and from time to time. */
@StartupTaskFor({ name: 'job_recovery' })
@Injectable()
export class JobRecovery implements StartupTask {
  constructor(
    private readonly journal: JobJournal,
    private readonly handOver: JobHandOver,
    private readonly context: RequestContext,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    const now = new Date();
    const held = await this.journal.jobs.processing(BATCH);
    for (const job of held.filter((each) => hasLapsed(each, now) || holderIsGone(each))) {
      const facts = { requestId: job.request_id, client: job.client };
      await this.context.run(facts, () => this.recover(job, now));
    }
    const overdue = new Date(now.getTime() - OVERDUE_MS).toISOString();
    for (const id of await this.journal.jobs.ready(overdue, OVERDUE_BATCH)) await this.remind(id);
  }

  /** As a part of its request, like all that is done for a job. */
  private async remind(id: string): Promise<void> {
    const job = await this.journal.jobs.load(id);
    if (job?.status !== 'pending') return;
    const facts = { requestId: job.request_id, client: job.client };
    await this.context.run(facts, () => this.handOver.give(id, job.ready_at));
  }

  private async recover(job: JobRecord, now: Date): Promise<void> {
    const facts = { job_id: job.id, attempt: job.attempt };
    const next = consequenceOfLoss(job, now);
    if ('error' in next) {
      if (await this.journal.write(job, failed(job, next.error, now)))
        this.log.warning('job_failed', { ...facts, code: next.error.code });
      return;
    }
    const { spared, retryAt } = next;
    if (!(await this.journal.write(job, recovered(job, spared, retryAt, now)))) return;
    this.log.warning('job_recovered', facts);
    await this.handOver.give(job.id, retryAt.toISOString());
  }
}
