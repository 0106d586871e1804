import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Workers } from '../../shutdown/shutdown.js';
import type { JobHold } from './job-hold.js';
import { JobInterrupted } from './job-interrupted.js';

/**
 * The jobs that this process works on. At the shutdown they may finish; those that have not when it gets late are given
 * back, and all of them where the application is closed without the phases of a shutdown.
 */
@Injectable()
export class RunningJobs implements BeforeApplicationShutdown {
  private readonly work = new Map<JobHold, Promise<void>>();
  private closing = false;

  constructor(private readonly workers: Workers) {
    workers.register(() => this.idle());
    workers.late.addEventListener('abort', () => this.giveBack(), { once: true });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.giveBack();
    // The shutdown has waited for them, and does not do so twice: the clients are to close in order.
    if (!this.workers.leftBehind) await this.idle();
  }

  /** Lists the job for as long as `work` takes. */
  async during(hold: JobHold, work: () => Promise<void>): Promise<void> {
    if (this.closing) hold.interrupt(new JobInterrupted('handed_back'));
    const done = work().finally(() => this.work.delete(hold));
    this.work.set(hold, done);
    await done;
  }

  /** Ends the work on a job at once, where it is done here. */
  interrupt(id: string, reason: JobInterrupted): void {
    for (const hold of this.work.keys()) if (hold.job.id === id) hold.interrupt(reason);
  }

  /** What runs, and what should still be begun. */
  private giveBack(): void {
    this.closing = true;
    for (const hold of this.work.keys()) hold.interrupt(new JobInterrupted('handed_back'));
  }

  private async idle(): Promise<void> {
    while (this.work.size > 0) await Promise.allSettled(this.work.values());
  }
}
