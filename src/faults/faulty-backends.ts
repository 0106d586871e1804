import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import { Cache } from '../analysis/ports/cache.port.js';
import { JobQueue } from '../analysis/ports/job-queue.port.js';
import { JobRepository } from '../analysis/ports/job-repository.port.js';
import { ReportRepository } from '../analysis/ports/report-repository.port.js';
import { ReportStorage } from '../analysis/ports/report-storage.port.js';
import { UsageRepository } from '../analysis/ports/usage-repository.port.js';
import { CheckFailed, HealthCheckFor, type HealthIndicator } from '../health/health.js';
import { FaultInjected, Faults } from './faults.js';
import type { Backend } from './faults.schema.js';

type Call = (...values: unknown[]) => Promise<unknown>;

const PORTS: readonly (readonly [
  port: abstract new () => object,
  backend: Backend,
  methods: readonly string[],
])[] = [
  [ReportRepository, 'database', ['add', 'find', 'has', 'list', 'remove', 'registered', 'oldest']],
  [
    JobRepository,
    'database',
    [
      'create',
      'keyUse',
      'find',
      'load',
      'list',
      'update',
      'request',
      'stages',
      'events',
      'ready',
      'processing',
      'statistics',
      'pending',
    ],
  ],
  [UsageRepository, 'database', ['add', 'sums', 'spentUsd']],
  [Cache, 'cache', ['get', 'set', 'remove']],
  [ReportStorage, 'storage', ['put', 'get', 'remove', 'stale']],
];

/**
 * Puts the faults before every call of the ports, whichever adapter stands behind them, and before the checks of the same
 * name. The container's own instances are changed, so that nothing else has to know; done only where faults are on.
 */
@Injectable()
export class FaultyBackends implements OnModuleInit {
  constructor(
    private readonly faults: Faults,
    private readonly modules: ModuleRef,
    private readonly discovery: DiscoveryService,
  ) {}

  onModuleInit(): void {
    for (const [port, backend, methods] of PORTS) {
      const instance = this.modules.get<Record<string, Call>>(port, { strict: false });
      for (const method of methods) this.precede(instance, method, () => this.faults.before(backend));
    }
    this.holdBackJobs();
    for (const { check, name } of this.checks()) this.breakCheck(check, name as Backend);
  }

  private precede(instance: Record<string, Call>, method: string, before: () => Promise<void>): void {
    const real = instance[method]?.bind(instance);
    if (!real) throw new Error(`There is no method ${method} to precede.`);
    instance[method] = async (...values) => {
      await before();
      return real(...values);
    };
  }

  /** A queue that hangs takes jobs and gives none. */
  private holdBackJobs(): void {
    const queue = this.modules.get(JobQueue, { strict: false });
    const consume = queue.consume.bind(queue);
    queue.consume = (concurrency, work) =>
      consume(concurrency, async (id) => {
        await this.faults.before('queue');
        await work(id);
      });
  }

  private checks(): { check: HealthIndicator; name: string }[] {
    return this.discovery.getProviders({ metadataKey: HealthCheckFor.KEY }).flatMap((wrapper) => {
      const options = this.discovery.getMetadataByDecorator(HealthCheckFor, wrapper);
      return options ? [{ check: wrapper.instance as HealthIndicator, name: options.name }] : [];
    });
  }

  private breakCheck(indicator: HealthIndicator, backend: Backend): void {
    const real = indicator.check.bind(indicator);
    indicator.check = async (signal) => {
      await this.faults.before(backend).catch((error: unknown) => {
        throw error instanceof FaultInjected ? new CheckFailed('fault_injected', error) : error;
      });
      const degraded = this.faults.current.backends[backend]?.mode === 'degraded';
      return degraded ? { degraded, reason: 'fault_injected' } : real(signal);
    };
  }
}
