import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Log } from '../logging/log.js';
import { ErrorMetrics } from '../metrics/metrics.js';
import { discover, type Discovered } from './discovered.js';
import { HealthRegistry } from './health-registry.js';
import { type StartupTask, StartupTaskFor } from './startup-task.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** Runs the startup tasks once the listener is open; until all are done the service is `starting`, and not ready. */
@Injectable()
export class StartupGate implements OnApplicationShutdown {
  private complete = false;
  private readonly stop = new AbortController();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly registry: HealthRegistry,
    private readonly errors: ErrorMetrics,
    private readonly log: Log,
  ) {}

  get open(): boolean {
    return this.complete;
  }

  /** Resolves when the service has started, or is shut down before that. */
  async run(): Promise<void> {
    const started = performance.now();
    const tasks = discover<StartupTask, { readonly name: string }>(this.discovery, StartupTaskFor);
    await Promise.all([this.registry.refresh(), ...tasks.map((task) => this.succeed(task))]);
    if (this.stop.signal.aborted) return;
    this.complete = true;
    this.log.info('startup_completed', {
      tasks: tasks.length,
      duration_ms: Math.round(performance.now() - started),
    });
  }

  onApplicationShutdown(): void {
    this.stop.abort();
  }

  private async succeed({
    instance,
    options,
  }: Discovered<StartupTask, { readonly name: string }>): Promise<void> {
    const { signal } = this.stop;
    const stopped = () => signal.aborted;
    for (let pause = FIRST_PAUSE_MS; !stopped(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await instance.start(signal);
        return;
      } catch (error) {
        if (stopped()) return;
        this.errors.count('startup_task_failed');
        this.log.error('startup_task_failed', { task: options.name, next_try_ms: pause }, error);
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
