import { Injectable } from '@nestjs/common';
import { type JobConsumer, JobQueue } from '../../analysis/ports/job-queue.port.js';
import { JobRepository } from '../../analysis/ports/job-repository.port.js';
import { Log } from '../../logging/log.js';
import { JobPoller } from './job-poller.js';

/**
 * The pending rows of the register are the queue, as durable as the register itself: nothing is written twice, and
 * nothing can be in the one and not in the other. What this process adds is taken at once.
 */
@Injectable()
export class PollingJobQueue extends JobQueue {
  private readonly pollers = new Set<JobPoller>();

  constructor(
    private readonly jobs: JobRepository,
    private readonly log: Log,
  ) {
    super();
  }

  override add(): Promise<void> {
    for (const poller of this.pollers) poller.wake();
    return Promise.resolve();
  }

  /** Of this process; others that share the database are not reached. */
  override rest(milliseconds: number): Promise<void> {
    for (const poller of this.pollers) poller.rest(milliseconds);
    return Promise.resolve();
  }

  override consume(concurrency: number, work: (id: string) => Promise<void>): JobConsumer {
    const poller = new JobPoller(this.jobs, this.log, concurrency, work);
    this.pollers.add(poller);
    return {
      stop: async () => {
        this.pollers.delete(poller);
        await poller.stop();
      },
    };
  }
}
