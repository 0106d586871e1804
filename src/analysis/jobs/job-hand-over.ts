import { Injectable } from '@nestjs/common';
import { AppError } from '../../errors/errors.js';
import { Log } from '../../logging/log.js';
import { JobQueue } from '../ports/job-queue.port.js';

/** However long an upstream asks to be left alone: jobs that do not need it wait as well. */
const LONGEST_REST_SECONDS = 60;

/**
 * Hands pending jobs to the queue. Never rejects: the row is what counts, and a queue that cannot take a job now is given
 * it again, by itself or by the upkeep.
 */
@Injectable()
export class JobHandOver {
  constructor(
    private readonly queue: JobQueue,
    private readonly log: Log,
  ) {}

  async give(id: string, readyAt: string): Promise<void> {
    try {
      await this.queue.add(id, readyAt);
    } catch (error) {
      this.log.warning('job_hand_over_failed', { job_id: id }, error);
    }
  }

  /** Lets the workers rest where a job failed of something that refuses everybody for a while, e.g. a spent quota. */
  async restAfter(failure: unknown): Promise<void> {
    if (!(failure instanceof AppError) || !failure.refusesAll || failure.retryAfterSeconds === undefined)
      return;
    const seconds = Math.min(failure.retryAfterSeconds, LONGEST_REST_SECONDS);
    this.log.warning('job_queue_resting', { code: failure.code, seconds });
    await this.queue.rest(seconds * 1000);
  }
}
