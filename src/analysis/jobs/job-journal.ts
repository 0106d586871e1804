import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { type Created, JobRepository } from '../ports/job-repository.port.js';
import type { JobRecord, JobWrite, NewJob } from '../ports/job-repository.port.js';
import { JobMetrics } from './job.metrics.js';

/** Every write to a job goes through here: it counts the transitions, and wakes whoever follows the job's events. */
@Injectable()
export class JobJournal {
  private readonly written = new EventEmitter().setMaxListeners(0);

  constructor(
    /** For reading; writing is done here. */
    readonly jobs: JobRepository,
    private readonly metrics: JobMetrics,
  ) {}

  async create(job: NewJob): Promise<Created> {
    const created = await this.jobs.create(job);
    if ('job' in created) this.metrics.entered(created.job.status);
    return created;
  }

  /** Compare-and-set: null where somebody else has written since. */
  async write(job: JobRecord, write: JobWrite): Promise<JobRecord | null> {
    const next = await this.jobs.update(job, write);
    if (!next) return null;
    if (next.status !== job.status) this.metrics.entered(next.status);
    this.written.emit(job.id);
    return next;
  }

  /** Calls `listener` after each write of this process to the job, until the returned function is called. */
  follow(id: string, listener: () => void): () => void {
    this.written.on(id, listener);
    return () => this.written.off(id, listener);
  }
}
