import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { StartupGate } from '../../health/startup-gate.js';
import { Workers } from '../../shutdown/shutdown.js';
import { type JobConsumer, JobQueue } from '../ports/job-queue.port.js';
import { JobRunner } from './job-runner.js';

/** Takes jobs once the service has started, and no more once it stops. */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumer: JobConsumer | undefined;
  private stopped = false;
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly queue: JobQueue,
    private readonly runner: JobRunner,
    private readonly gate: StartupGate,
    workers: Workers,
  ) {
    workers.register(() => this.stop());
    // Late, jobs are given back, and one that is taken all the same would be taken again and again.
    workers.late.addEventListener('abort', () => this.beforeApplicationShutdown(), { once: true });
  }

  /** Not before the startup tasks are done: they bring back what was interrupted and sweep up what was left. */
  onApplicationBootstrap(): void {
    void this.gate.opened.then(() => {
      if (this.stopped) return;
      this.consumer = this.queue.consume(this.config.JOB_CONCURRENCY, (id) => this.runner.run(id));
    });
  }

  /** Does not wait for the work in hand: Nest comes to RunningJobs, which gives it back, only after this. */
  beforeApplicationShutdown(): void {
    // Who waits for it is told of a failure.
    this.stop().catch(() => undefined);
  }

  private async stop(): Promise<void> {
    this.stopped = true;
    await (this.stopping ??= this.consumer?.stop());
  }
}
