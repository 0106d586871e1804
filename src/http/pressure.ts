import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Config } from '../config/config.js';
import { type Overload, residentLimit } from '../metrics/metrics.js';
import { Lateness } from './lateness.js';

const LOOK_EVERY_MS = 100;
/** Garbage may fill the heap until it is collected; what is still there after so long is none. */
const GARBAGE_MS = 1000;

type Limits = Pick<Config, 'MAX_EVENT_LOOP_DELAY_MS' | 'MAX_MEMORY_SHARE'>;

/** Looks ten times a second how the process fares, and keeps the result: to ask for it costs nothing. */
export class Pressure {
  /** What there is too much of; null where all is well. */
  excess: Overload | null = null;
  private readonly timer: NodeJS.Timeout;
  private readonly memory = residentLimit(process.constrainedMemory(), totalmem());
  private readonly lateness: Lateness | null;
  private last = performance.now();
  private roomAt = this.last;

  /** @param looked is called after each look. */
  constructor(
    private readonly limits: Limits,
    looked: () => void,
  ) {
    const { MAX_EVENT_LOOP_DELAY_MS: delay } = limits;
    this.lateness = delay > 0 ? new Lateness(delay) : null;
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
    if (this.hasRoom()) this.roomAt = now;
    const late = this.lateness?.isOverload(elapsed - LOOK_EVERY_MS, elapsed) ?? false;
    this.excess = late ? 'event_loop_delay' : now - this.roomAt > GARBAGE_MS ? 'memory' : null;
  }

  private hasRoom(): boolean {
    const { MAX_MEMORY_SHARE: share } = this.limits;
    if (share === 1) return true;
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    return used <= share * limit && residentBytes() <= share * this.memory;
  }
}

/** Zero where it cannot be known: it is read from a file, and there may be no descriptor left for one. */
function residentBytes(): number {
  try {
    return process.memoryUsage.rss();
  } catch {
    return 0;
  }
}
