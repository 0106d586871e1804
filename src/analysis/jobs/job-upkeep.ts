import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { StartupGate } from '../../health/startup-gate.js';
import { Log } from '../../logging/log.js';
import { ErrorMetrics } from '../../metrics/metrics.js';
import { JobRecovery } from './job-recovery.js';
import { JobRetention } from './job-retention.js';

const RECOVER_EVERY_MS = 5000;
const SWEEP_EVERY_MS = 3_600_000;
const GOODBYE_MS = 500;

/** What has to be done for the jobs from time to time: bring back the lost, remove the old. */
@Injectable()
export class JobUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly recovery: JobRecovery,
    private readonly retention: JobRetention,
    private readonly gate: StartupGate,
    private readonly errors: ErrorMetrics,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    void this.gate.opened.then(() => {
      if (this.stopped) return;
      this.repeat('recovery', RECOVER_EVERY_MS, () => this.recovery.start());
      this.repeat('retention', SWEEP_EVERY_MS, () => this.retention.sweep());
      this.begin('retention', () => this.retention.sweep());
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    // What is under way can be repeated, and the register may not answer.
    await Promise.race([Promise.all(this.underWay), sleep(GOODBYE_MS, undefined, { ref: false })]);
  }

  private repeat(task: string, milliseconds: number, work: () => Promise<void>): void {
    this.timers.push(setInterval(() => this.begin(task, work), milliseconds).unref());
  }

  private begin(task: string, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => {
        this.errors.count('background_failure');
        this.log.error('job_upkeep_failed', { task }, error);
      })
      .finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }
}
