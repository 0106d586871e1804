import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Log } from '../logging/log.js';
import { ErrorMetrics } from '../metrics/metrics.js';
import { discover, type Discovered } from './discovered.js';
import { HealthRegistry } from './health-registry.js';
import { type StartupTask, StartupTaskFor } from './startup-task.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

type Task = Discovered<StartupTask, { readonly name: string }>;

/** Runs the startup tasks once the listener is open; until all are done the service is `starting`, and not ready. */
@Injectable()
export class StartupGate implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private complete = false;
  private tasks: readonly Task[] = [];
  private readonly stop = new AbortController();
  private readonly opening = Promise.withResolvers<undefined>();
  /** Resolves when the service has started; never where it is shut down before that. */
  readonly opened: Promise<unknown> = this.opening.promise;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly registry: HealthRegistry,
    private readonly errors: ErrorMetrics,
    private readonly log: Log,
  ) {}

  get open(): boolean {
    return this.complete;
  }

  /** @throws CannotStart where two tasks have one name. */
  onApplicationBootstrap(): void {
    this.tasks = discover(this.discovery, StartupTaskFor);
  }

  /** Resolves when the service has started, or is shut down before that. */
  async run(): Promise<void> {
    const started = performance.now();
    await Promise.all([this.registry.refresh(), ...this.tasks.map((task) => this.succeed(task))]);
    if (this.stop.signal.aborted) return;
    this.complete = true;
    this.opening.resolve(undefined);
    this.log.info('startup_completed', {
      tasks: this.tasks.length,
      duration_ms: Math.round(performance.now() - started),
    });
  }

  beforeApplicationShutdown(): void {
    this.stop.abort();
  }

  private async succeed({ instance, options }: Task): Promise<void> {
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
