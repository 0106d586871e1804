import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Config } from '../config/config.js';
import { type Overload, residentLimit } from '../metrics/metrics.js';

const LOOK_EVERY_MS = 100;
/** The time that the average covers: one long collection of garbage is no overload, a second of delays is. */
const AVERAGE_MS = 1000;

type Limits = Pick<Config, 'MAX_EVENT_LOOP_DELAY_MS' | 'MAX_MEMORY_SHARE'>;

/** Looks ten times a second how the process fares, and keeps the result: to ask for it costs nothing. */
export class Pressure {
  /** What there is too much of; null where all is well. */
  excess: Overload | null = null;
  private readonly timer: NodeJS.Timeout;
  private readonly memory = residentLimit(process.constrainedMemory(), totalmem());
  private delayMs = 0;
  private last = performance.now();

  /** @param looked is called after each look. */
  constructor(
    private readonly limits: Limits,
    looked: () => void,
  ) {
    this.timer = setInterval(() => {
      this.look();
      looked();
    }, LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    const elapsed = now - this.last;
    this.last = now;
    this.delayMs = averaged(this.delayMs, Math.max(elapsed - LOOK_EVERY_MS, 0), elapsed);
    this.excess = this.isLate() ? 'event_loop_delay' : this.isFull() ? 'memory' : null;
  }

  private isLate(): boolean {
    const { MAX_EVENT_LOOP_DELAY_MS: most } = this.limits;
    return most > 0 && this.delayMs > most;
  }

  private isFull(): boolean {
    const { MAX_MEMORY_SHARE: share } = this.limits;
    if (share === 1) return false;
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    return used > share * limit || process.memoryUsage.rss() > share * this.memory;
  }
}

/** Pure: the exponential average, moved towards a value that held for `elapsed` milliseconds. */
const averaged = (average: number, value: number, elapsed: number): number =>
  average + (value - average) * (1 - Math.exp(-elapsed / AVERAGE_MS));
