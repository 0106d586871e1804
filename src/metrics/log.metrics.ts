import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { LogRoot } from '../logging/log-root.js';

/** What the log itself cannot tell: how many of its lines nobody will read. */
@Injectable()
export class LogMetrics {
  constructor(registry: Registry, root: LogRoot) {
    let counted = 0;
    new Counter({
      name: 'consultantos_log_lines_dropped_total',
      help: 'Log lines that were not written: their reader is gone, the disk is full, or more wait than may.',
      registers: [registry],
      collect() {
        this.inc(root.lost - counted);
        counted = root.lost;
      },
    });
  }
}
