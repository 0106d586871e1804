import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';

/**
 * What memory may grow to before the process is killed: `resident` by the container's limit, else the machine's memory;
 * `heap` by Node's own, which a process with a small limit reaches first. Who sets that by --max-old-space-size should set
 * --max-semi-space-size too: V8 counts the room of the young generation besides, which the old one cannot use.
 */
@Injectable()
export class MemoryLimitMetrics {
  constructor(registry: Registry) {
    const gauge = new Gauge({
      name: 'consultantos_memory_limit_bytes',
      help: 'Memory that the process may take (resident), and its heap (heap).',
      labelNames: ['kind'],
      registers: [registry],
    });
    gauge.set({ kind: 'resident' }, residentLimit(process.constrainedMemory(), totalmem()));
    gauge.set({ kind: 'heap' }, getHeapStatistics().heap_size_limit);
  }
}

/** Pure: libuv says 0 where it knows of no limit, and a huge number where there is none. */
export const residentLimit = (constrained: number, total: number): number =>
  constrained > 0 ? Math.min(constrained, total) : total;
