import type { JobPayload } from './job-payload.js';

/** BullMQ may still tell of trouble with a job whose work has just ended: so many of those are remembered. */
const ENDED_KEPT = 100;
const JOB_ID = /\bjob ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/;

/** The jobs in hand, and those that ended last: for an error of BullMQ, which names the job and not its request. */
export class TakenJobs {
  private readonly taken = new Map<string, JobPayload>();
  private readonly ended = new Set<string>();
  private readonly told = new Set<string>();

  add(payload: JobPayload): void {
    this.taken.set(payload.job_id, payload);
    this.ended.delete(payload.job_id);
  }

  end(id: string): void {
    this.ended.add(id);
    const [oldest] = this.ended;
    if (this.ended.size > ENDED_KEPT && oldest !== undefined)
      for (const each of [this.taken, this.ended, this.told]) each.delete(oldest);
  }

  /**
   * The job that `error` is about; undefined where that is none known here, null where its trouble was told before. BullMQ
   * repeats itself every 1.25 s, e.g. "could not renew lock for job <id>", for as long as the job runs.
   */
  untold(error: Error): JobPayload | null | undefined {
    const id = JOB_ID.exec(error.message)?.[1];
    const job = id === undefined ? undefined : this.taken.get(id);
    if (!job || this.told.has(job.job_id)) return job && null;
    this.told.add(job.job_id);
    return job;
  }
}
