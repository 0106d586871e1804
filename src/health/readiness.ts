import { HttpStatus, Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Drain } from './drain.js';
import { HealthRegistry } from './health-registry.js';
import type { MonitoredCheck } from './monitored-check.js';
import { StartupGate } from './startup-gate.js';

export type ReadinessStatus = 'ok' | 'degraded' | 'error' | 'shutting_down';

/** Terminus's body, with the time. */
export interface Readiness {
  readonly status: ReadinessStatus;
  readonly info: HealthIndicatorResult;
  readonly error: HealthIndicatorResult;
  readonly details: HealthIndicatorResult;
  readonly timestamp: string;
}

/** Whether this process should be sent requests: Terminus puts the answer together, the criticalities decide. */
@Injectable()
export class ReadinessProbe {
  constructor(
    private readonly terminus: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly registry: HealthRegistry,
    private readonly startup: StartupGate,
    private readonly drain: Drain,
  ) {}

  async check(): Promise<Readiness> {
    // Whoever drains needs no fresh results, and must not wait for a dependency that hangs.
    if (!this.drain.draining) await this.registry.refresh();
    const body = await this.collect();
    return { ...body, status: this.status(), timestamp: new Date().toISOString() };
  }

  static httpStatus({ status }: Readiness): number {
    return status === 'ok' || status === 'degraded' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
  }

  private status(): ReadinessStatus {
    if (this.drain.draining) return 'shutting_down';
    const troubled = this.registry.checks.filter(({ status }) => status !== 'up');
    const fails = ({ criticality, status }: MonitoredCheck) =>
      criticality === 'critical' && status !== 'degraded';
    if (!this.startup.open || troubled.some(fails)) return 'error';
    return troubled.some(({ criticality }) => criticality !== 'informational') ? 'degraded' : 'ok';
  }

  /** Terminus throws its body where a check is down, whatever that check means to us. */
  private async collect(): Promise<Pick<Readiness, 'info' | 'error' | 'details'>> {
    const results = this.registry.checks.map((check) => () => this.describe(check));
    if (!this.startup.open) results.push(() => this.indicators.check('startup').down({ reason: 'starting' }));
    try {
      return sections(await this.terminus.check(results));
    } catch (thrown) {
      if (!(thrown instanceof ServiceUnavailableException)) throw thrown;
      return sections(thrown.getResponse());
    }
  }

  private describe(check: MonitoredCheck): HealthIndicatorResult {
    const session = this.indicators.check(check.name);
    const { provider, criticality, reason, status, last } = check;
    const facts = { provider, criticality, latency_ms: last?.latencyMs ?? null, ...(reason && { reason }) };
    if (status === 'up') return session.up(facts);
    return status === 'degraded' ? session.degraded(facts) : session.down(facts);
  }
}

function sections(body: unknown): Pick<Readiness, 'info' | 'error' | 'details'> {
  const { info, error, details } = body as Readiness;
  return { info, error, details };
}
