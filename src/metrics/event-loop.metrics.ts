import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

const LOOK_EVERY_MS = 100;
/** From here on users feel it; shorter delays are the ordinary work of a busy loop. */
const STALL_MS = 100;

/**
 * For how long the event loop stood still. A counter, and so no stall is lost: Node's own histogram, which is set back at
 * each scrape, forgets just that during which the scrape itself had to wait.
 */
@Injectable()
export class EventLoopMetrics implements OnApplicationShutdown {
  private readonly timer: NodeJS.Timeout;
  private last = performance.now();

  constructor(registry: Registry) {
    const stalled = new Counter({
      name: 'consultantos_event_loop_stalled_seconds_total',
      help: 'Seconds for which the event loop stood still, in pieces of a tenth of a second and more.',
      registers: [registry],
    });
    this.timer = setInterval(() => {
      const now = performance.now();
      const late = now - this.last - LOOK_EVERY_MS;
      this.last = now;
      if (late >= STALL_MS) stalled.inc(late / 1000);
    }, LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
