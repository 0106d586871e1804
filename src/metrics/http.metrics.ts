import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { type Tally, TalliedHistogram } from './tallied-histogram.js';

/** Edges in seconds; 1 and 60 are the alerts' thresholds. */
const BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const CLASSES = ['2xx', '3xx', '4xx', '5xx'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'];

/** The route label of paths that no route serves. */
export const UNMATCHED = 'unmatched';

/** One route under one method: a tally for each class of status, in the order of CLASSES. */
interface RouteTallies {
  readonly labels: { readonly method: string; readonly route: string };
  readonly classes: (Tally | undefined)[];
}

/** Requests of the API by method and route; probes, scrapes and the description of the API are not counted. */
@Injectable()
export class HttpMetrics {
  private readonly durations: TalliedHistogram;
  /** By route, then by method: nothing is put together to find one. */
  private readonly routes = new Map<string, Map<string, RouteTallies>>();

  constructor(registry: Registry) {
    this.durations = new TalliedHistogram(
      {
        name: 'consultantos_http_request_duration_seconds',
        help: 'Duration of a request.',
        buckets: BUCKETS,
      },
      registry,
    );
    this.sum(registry, 'consultantos_requests_total', 'Requests answered.', () => true);
    this.sum(
      registry,
      'consultantos_requests_success',
      'Requests answered with a status below 500.',
      (name) => name !== '5xx',
    );
    this.sum(
      registry,
      'consultantos_requests_failed',
      'Requests answered with a status of 500 or above.',
      (name) => name === '5xx',
    );
    for (const method of METHODS) this.declare(method, UNMATCHED, ['4xx']);
  }

  /** Makes a route's series exist from the first scrape. */
  declare(method: string, route: string, classes: readonly string[] = CLASSES): void {
    for (const name of classes) this.tally(this.routeOf(method, route), CLASSES.indexOf(name));
  }

  /** `route` is a route's pattern or `unmatched`: the number of series is bounded by the routes. */
  observe(method: string, route: string, status: number, seconds: number): void {
    const known = METHODS.includes(method) ? method : 'other';
    this.tally(this.routeOf(known, route), Math.min(Math.max(Math.floor(status / 100), 2), 5) - 2).observe(
      seconds,
    );
  }

  private routeOf(method: string, route: string): RouteTallies {
    let methods = this.routes.get(route);
    if (!methods) this.routes.set(route, (methods = new Map<string, RouteTallies>()));
    let found = methods.get(method);
    if (!found) methods.set(method, (found = { labels: { method, route }, classes: [] }));
    return found;
  }

  private tally({ labels, classes }: RouteTallies, index: number): Tally {
    return (classes[index] ??= this.durations.add({ ...labels, status: CLASSES[index] ?? '5xx' }));
  }

  /** A counter that is summed up from the tallies when it is scraped: one observation feeds all four metrics. */
  private sum(registry: Registry, name: string, help: string, counts: (status: string) => boolean): void {
    const addUp = (counter: Counter<'method' | 'route'>) => {
      counter.reset();
      for (const { labels, classes } of [...this.routes.values()].flatMap((each) => [...each.values()])) {
        const tallies = classes.filter((_tally, index) => counts(CLASSES[index] ?? ''));
        counter.inc(
          labels,
          tallies.reduce((total, tally) => total + (tally?.count ?? 0), 0),
        );
      }
    };
    new Counter({
      name,
      help,
      labelNames: ['method', 'route'],
      registers: [registry],
      collect() {
        addUp(this);
      },
    });
  }
}
