import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Registry } from '../metrics/metrics.js';
import { HealthRegistry } from './health-registry.js';
import type { MonitoredCheck } from './monitored-check.js';
import { ReadinessProbe } from './readiness.js';
import { StartupGate } from './startup-gate.js';
import { SystemFacts } from './system-facts.js';

const SUMMED = {
  requests_total: 'consultantos_requests_total',
  requests_failed: 'consultantos_requests_failed',
  errors_total: 'consultantos_errors_total',
  cache_hits: 'consultantos_cache_hits',
  cache_misses: 'consultantos_cache_misses',
  api_cost_usd: 'consultantos_api_cost_total',
} as const;

/** How often the event loop is looked at; the histogram holds the whole time between two looks, this pause included. */
const LOOK_EVERY_MS = 20;

/** Everything an operator asks first, on one page. */
@Injectable()
export class DetailedHealth implements OnApplicationShutdown {
  private readonly loopDelay = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });

  constructor(
    private readonly readiness: ReadinessProbe,
    private readonly registry: HealthRegistry,
    private readonly startup: StartupGate,
    private readonly metrics: Registry,
    private readonly system: SystemFacts,
  ) {
    this.loopDelay.enable();
  }

  onApplicationShutdown(): void {
    this.loopDelay.disable();
  }

  async describe(): Promise<object> {
    const ready = await this.readiness.check();
    const words = {
      ok: 'healthy',
      degraded: 'degraded',
      error: 'unhealthy',
      shutting_down: 'unhealthy',
    } as const;
    return {
      status: words[ready.status],
      timestamp: ready.timestamp,
      probes: {
        liveness: 'alive',
        readiness: ready.status,
        startup: this.startup.open ? 'started' : 'starting',
      },
      checks: Object.fromEntries(this.registry.checks.map((check) => [check.name, describeCheck(check)])),
      metrics: await this.summary(),
      system: { ...this.system.now(), event_loop_delay_ms: this.eventLoopDelay() },
    };
  }

  private async summary(): Promise<Record<string, number>> {
    const sums = Object.entries(SUMMED).map(async ([key, name]) => {
      const values = (await this.metrics.getSingleMetric(name)?.get())?.values ?? [];
      return [key, values.reduce((sum, { value }) => sum + value, 0)] as const;
    });
    return Object.fromEntries(await Promise.all(sums));
  }

  /** Since the last look, so that an old stall does not colour the picture for ever. */
  private eventLoopDelay(): { mean: number; p99: number; max: number } {
    const { mean, max } = this.loopDelay;
    const facts = { mean: delayOf(mean), p99: delayOf(this.loopDelay.percentile(99)), max: delayOf(max) };
    this.loopDelay.reset();
    return facts;
  }
}

/** Milliseconds beyond the pause that was wanted; 0 where nothing was measured yet. */
function delayOf(nanoseconds: number): number {
  const delay = nanoseconds / 1e6 - LOOK_EVERY_MS;
  return Number.isFinite(delay) ? Math.max(0, Math.round(delay * 100) / 100) : 0;
}

function describeCheck(check: MonitoredCheck): object {
  const iso = (at: number | null | undefined) => (at ? new Date(at).toISOString() : null);
  return {
    status: check.status,
    provider: check.provider,
    criticality: check.criticality,
    reason: check.reason ?? null,
    latency_ms: check.last?.latencyMs ?? null,
    last_checked: iso(check.last?.at),
    last_changed: iso(check.changedAt),
    history: check.history.map(({ status, reason, latencyMs, at }) => ({
      status,
      reason: reason ?? null,
      latency_ms: latencyMs,
      at: iso(at),
    })),
  };
}
