import { Injectable } from '@nestjs/common';
import { Log } from '../../logging/log.js';
import { RequestContext } from '../../request-context/request-context.js';
import { continueTrace } from '../../tracing/tracing.js';
import type { JobRecord } from '../ports/job-repository.port.js';
import { JobAnalysis, type Material } from './job-analysis.js';
import { JobConclusion } from './job-conclusion.js';
import { JobHold } from './job-hold.js';
import { JobJournal } from './job-journal.js';
import { begun } from './job-steps.js';
import { newLease } from './lease.js';

/** Does the jobs that the queue brings, each as a part of the request that started it. */
@Injectable()
export class JobRunner {
  constructor(
    private readonly journal: JobJournal,
    private readonly analysis: JobAnalysis,
    private readonly conclusion: JobConclusion,
    private readonly context: RequestContext,
    private readonly log: Log,
  ) {}

  /** Does the job, or nothing where it is not to be done now, or somebody else was faster. */
  async run(id: string): Promise<void> {
    const now = new Date();
    const job = await this.journal.jobs.load(id);
    if (job?.status !== 'pending' || job.ready_at > now.toISOString()) return;
    const request = await this.journal.jobs.request(id);
    const kept = await this.journal.jobs.stages(id);
    // Nothing has changed since the first look, or else this write fails.
    const claimed = request && (await this.journal.write(job, begun(job, newLease(now), now)));
    if (!claimed) return;
    const facts = { requestId: claimed.request_id, client: claimed.client };
    const work = () => this.work(claimed, { request, kept });
    const attributes = { 'consultantos.job_id': id, 'consultantos.job_attempt': claimed.attempt };
    const kind = { role: 'consumer', attributes } as const;
    await this.context.run(facts, () => continueTrace('job', claimed.traceparent, work, kind));
  }

  private async work(job: JobRecord, material: Material): Promise<void> {
    const { id: job_id, attempt } = job;
    this.log.info('job_started', { job_id, attempt, kept_stages: material.kept.length });
    const course = this.analysis.course(job, material);
    const hold = new JobHold(job, this.journal, new AbortController(), course);
    await this.conclusion.attend(hold, this.analysis.make(job, material, hold));
  }
}
