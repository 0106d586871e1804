import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Config, ConfigInvalid, type Criticality } from '../config/config.js';
import { CannotStart } from '../errors/errors.js';
import { Log } from '../logging/log.js';
import { discover, type Discovered } from './discovered.js';
import { HealthCheckFor, type HealthCheckOptions, type HealthIndicator } from './health-check.js';
import { HealthMetrics } from './health.metrics.js';
import { MonitoredCheck, type Transition } from './monitored-check.js';

/** Checks are also run without any probe, so that the gauge tells the truth where only Prometheus asks. */
const BACKGROUND_MS = 10_000;
/** A name is a key, a label and a word in HEALTH_CRITICALITY; `startup` stands in readiness until the service has started. */
const NAME = /^(?!startup$)[a-z][a-z0-9_]{0,63}$/;

/** Every check of the application, found by its decorator when the application starts. */
@Injectable()
export class HealthRegistry implements OnApplicationBootstrap, BeforeApplicationShutdown {
  checks: readonly MonitoredCheck[] = [];
  private timer: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly config: Config,
    private readonly metrics: HealthMetrics,
    private readonly log: Log,
  ) {}

  /** @throws CannotStart where two checks have one name, ConfigInvalid where HEALTH_CRITICALITY names none of them. */
  onApplicationBootstrap(): void {
    const found = discover<HealthIndicator, HealthCheckOptions>(this.discovery, HealthCheckFor);
    const names = found.map(({ options }) => options.name);
    refuseUnusableNames(names);
    refuseUnknownOverrides(this.config.HEALTH_CRITICALITY, names);
    this.checks = found.map((check) => this.monitor(check));
    this.metrics.show(this.checks);
    this.timer = setInterval(() => void this.refresh(), BACKGROUND_MS).unref();
  }

  /** A client that closes on purpose must not be reported as a dependency that fails. */
  beforeApplicationShutdown(): void {
    this.closing = true;
    clearInterval(this.timer);
  }

  /** Brings every check up to date, side by side; takes at most HEALTH_CHECK_TIMEOUT. */
  async refresh(): Promise<void> {
    if (this.closing) return;
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

  private report({ check, from, to, reason, cause }: Transition): void {
    if (this.closing) return;
    const facts = { check, from, to, reason };
    if (to === 'up') this.log.info('health_status_changed', facts);
    else this.log.warning('health_status_changed', facts, cause);
  }
}

function refuseUnusableNames(names: readonly string[]): void {
  const unusable = names.find((name) => !NAME.test(name));
  if (unusable === undefined) return;
  throw new CannotStart(
    `A health check is called "${unusable}": give it a snake_case name other than startup in @HealthCheckFor.`,
  );
}

function refuseUnknownOverrides(overrides: Config['HEALTH_CRITICALITY'], names: readonly string[]): void {
  const unknown = Object.keys(overrides).filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new ConfigInvalid([
    `HEALTH_CRITICALITY names "${unknown.join('", "')}"; allowed: the checks ${names.join(', ')}`,
  ]);
}
