import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Config, type Criticality } from '../config/config.js';
import { Log } from '../logging/log.js';
import { discover, type Discovered } from './discovered.js';
import { HealthCheckFor, type HealthCheckOptions, type HealthIndicator } from './health-check.js';
import { HealthMetrics } from './health.metrics.js';
import { MonitoredCheck, type Transition } from './monitored-check.js';

/** Checks are also run without any probe, so that the gauge tells the truth where only Prometheus asks. */
const BACKGROUND_MS = 10_000;

/** Every check of the application, found by its decorator when the application starts. */
@Injectable()
export class HealthRegistry implements OnApplicationBootstrap, OnApplicationShutdown {
  checks: readonly MonitoredCheck[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly config: Config,
    private readonly metrics: HealthMetrics,
    private readonly log: Log,
  ) {}

  /** @throws Error where two checks have one name, or HEALTH_CRITICALITY names a check that does not exist. */
  onApplicationBootstrap(): void {
    const found = discover<HealthIndicator, HealthCheckOptions>(this.discovery, HealthCheckFor);
    this.refuseUnknownOverrides(found.map(({ options }) => options.name));
    this.checks = found.map((check) => this.monitor(check));
    this.metrics.show(this.checks);
    this.timer = setInterval(() => void this.refresh(), BACKGROUND_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Brings every check up to date, side by side; takes at most HEALTH_CHECK_TIMEOUT. */
  async refresh(): Promise<void> {
    await Promise.all(this.checks.map((check) => check.refresh()));
  }

  private monitor({ instance, options }: Discovered<HealthIndicator, HealthCheckOptions>): MonitoredCheck {
    const limitMs = this.config.HEALTH_CHECK_TIMEOUT * 1000;
    const timeoutMs = Math.min((options.timeoutSeconds ?? Infinity) * 1000, limitMs);
    const timing = {
      timeoutMs,
      ttlMs: this.config.HEALTH_CACHE_TTL * 1000,
      maxAgeMs: 2 * BACKGROUND_MS + limitMs + this.config.HEALTH_CACHE_TTL * 1000,
    };
    const criticality = this.criticalityOf(options);
    return new MonitoredCheck(instance, options, criticality, timing, (change) => this.report(change));
  }

  /** The operator's word goes before the module's. */
  private criticalityOf({ name, criticality }: HealthCheckOptions): Criticality {
    const own = typeof criticality === 'function' ? criticality(this.config) : criticality;
    return this.config.HEALTH_CRITICALITY[name] ?? own;
  }

  private report({ check, from, to, reason }: Transition): void {
    const facts = { check, from, to, reason };
    if (to === 'up') this.log.info('health_status_changed', facts);
    else this.log.warning('health_status_changed', facts);
  }

  private refuseUnknownOverrides(names: readonly string[]): void {
    const unknown = Object.keys(this.config.HEALTH_CRITICALITY).filter((name) => !names.includes(name));
    if (unknown.length === 0) return;
    throw new Error(
      `HEALTH_CRITICALITY names "${unknown.join('", "')}"; the checks are: ${names.join(', ')}.`,
    );
  }
}
