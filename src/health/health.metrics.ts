import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from '../metrics/metrics.js';
import type { MonitoredCheck } from './monitored-check.js';

const VALUES = { up: 1, degraded: 0.5, down: 0, unknown: 0 } as const;

/** The checks as a gauge, read at the moment of the scrape: an expired green shows as 0. */
@Injectable()
export class HealthMetrics {
  private checks: readonly MonitoredCheck[] = [];

  constructor(registry: Registry) {
    const read = (gauge: Gauge<'check'>) =>
      this.checks.forEach((check) => gauge.set({ check: check.name }, VALUES[check.status]));
    new Gauge({
      name: 'consultantos_health_check_status',
      help: 'Health check: 1 up, 0.5 degraded, 0 down or unknown.',
      labelNames: ['check'],
      registers: [registry],
      collect() {
        read(this);
      },
    });
  }

  show(checks: readonly MonitoredCheck[]): void {
    this.checks = checks;
  }
}
