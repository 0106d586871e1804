import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

/** Edges in seconds; 1 and 60 are the alerts' thresholds. */
const BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const CLASSES = ['2xx', '3xx', '4xx', '5xx'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'];

/** The route label of paths that no route serves. */
export const UNMATCHED = 'unmatched';

type Labels = 'method' | 'route';

/** Requests of the API by method and route; probes, scrapes and the description of the API are not counted. */
@Injectable()
export class HttpMetrics {
  private readonly total: Counter<Labels>;
  private readonly success: Counter<Labels>;
  private readonly failed: Counter<Labels>;
  private readonly durations: Histogram<Labels | 'status'>;

  constructor(registry: Registry) {
    const counter = (name: string, help: string) =>
      new Counter({ name, help, labelNames: ['method', 'route'], registers: [registry] });
    this.total = counter('consultantos_requests_total', 'Requests answered.');
    this.success = counter('consultantos_requests_success', 'Requests answered with a status below 500.');
    this.failed = counter('consultantos_requests_failed', 'Requests answered with a status of 500 or above.');
    this.durations = new Histogram({
      name: 'consultantos_http_request_duration_seconds',
      help: 'Duration of a request.',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registers: [registry],
    });
    for (const method of METHODS) this.declare(method, UNMATCHED, ['4xx']);
  }

  /** Makes a route's series exist from the first scrape. */
  declare(method: string, route: string, classes: readonly string[] = CLASSES): void {
    for (const counter of [this.total, this.success, this.failed]) counter.inc({ method, route }, 0);
    for (const status of classes) this.durations.zero({ method, route, status });
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    const labels = { method: METHODS.includes(method) ? method : 'other', route };
    this.total.inc(labels);
    (status < 500 ? this.success : this.failed).inc(labels);
    this.durations.observe({ ...labels, status: `${Math.floor(status / 100)}xx` }, seconds);
  }
}
