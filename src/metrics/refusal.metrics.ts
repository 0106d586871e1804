import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

const OVERLOADS = [
  'body_bytes',
  'connections',
  'event_loop_delay',
  'memory',
  'pending_jobs',
  'requests_in_flight',
] as const;

/** What there is too much of. */
export type Overload = (typeof OVERLOADS)[number];

/** Requests that were refused before their work was begun, and connections beyond the last. */
@Injectable()
export class RefusalMetrics {
  private readonly refusals: Counter<'reason'>;

  constructor(registry: Registry) {
    this.refusals = new Counter({
      name: 'consultantos_requests_refused_total',
      help: 'Requests answered 503 overloaded before their work was begun; connections closed unanswered.',
      labelNames: ['reason'],
      registers: [registry],
    });
    for (const reason of OVERLOADS) this.refusals.inc({ reason }, 0);
  }

  count(reason: Overload): void {
    this.refusals.inc({ reason });
  }
}
