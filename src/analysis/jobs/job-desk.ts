import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../errors/errors.js';
import { Log } from '../../logging/log.js';
import { Admission } from '../admission.js';
import type { AnalysisRequest } from '../analysis-request.js';
import type { CallerFacts } from '../caller.js';
import type { IdempotencyKey, JobRecord, KeyUse } from '../ports/job-repository.port.js';
import { idempotencyKey } from './idempotency.js';
import { JobAllowance } from './job-allowance.js';
import { JobHandOver } from './job-hand-over.js';
import { JobJournal } from './job-journal.js';
import { eventOf } from './job-steps.js';
import { newRecord } from './new-job.js';

/** Where an analysis is ordered that nobody waits for. */
@Injectable()
export class JobDesk {
  constructor(
    private readonly admission: Admission,
    private readonly journal: JobJournal,
    private readonly handOver: JobHandOver,
    private readonly allowance: JobAllowance,
    private readonly log: Log,
  ) {}

  /**
   * From when this resolves the job survives the process. Row and key are written at once, so that a key is never half
   * taken: whoever sends it at the same time gets the same job. A repetition costs nothing of the client's allowance.
   * @throws AppError `engine_unavailable`, `rate_limited`, `idempotency_key_reused`, `overloaded`
   */
  async accept(
    request: AnalysisRequest,
    keyValue: string | undefined,
    caller: CallerFacts,
  ): Promise<JobRecord> {
    const now = new Date();
    const key = keyValue === undefined ? null : idempotencyKey(keyValue, request, now);
    const use = key && (await this.journal.jobs.keyUse(caller.client, key.value, now.toISOString()));
    return use ? this.again(use, key, caller.client) : this.create(request, key, caller, now);
  }

  private async create(
    request: AnalysisRequest,
    key: IdempotencyKey | null,
    { client, requestId, tracker }: CallerFacts,
    now: Date,
  ): Promise<JobRecord> {
    const analyst = this.admission.receive(request);
    await this.admission.afford(analyst, request, client);
    const record = newRecord({ request, client, analyst, reportId: randomUUID() }, requestId, now);
    const events = [eventOf(record, 'enqueued', now)];
    const created = await this.allowance.take(tracker, () =>
      this.journal.create({ record, request, events, stages: [], key }),
    );
    if ('taken' in created) return this.again(created.taken, key, client);
    const { job } = created;
    this.log.info('job_enqueued', { job_id: job.id });
    await this.handOver.give(job.id, job.ready_at);
    return job;
  }

  private async again(use: KeyUse, key: IdempotencyKey | null, client: string): Promise<JobRecord> {
    if (use.body_hash !== key?.body_hash)
      throw new AppError('idempotency_key_reused', 'This Idempotency-Key came before with another body.');
    const job = await this.journal.jobs.find(use.job_id, client);
    if (job) return job;
    throw new AppError('conflict', 'The first request with this Idempotency-Key is still being accepted.', {
      retryable: true,
    });
  }
}
