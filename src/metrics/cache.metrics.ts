import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** Look-ups in the analysis cache. */
@Injectable()
export class CacheMetrics {
  private readonly hitCount: Counter;
  private readonly missCount: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.hitCount = new Counter({
      name: 'consultantos_cache_hits',
      help: 'Cache look-ups that hit.',
      registers,
    });
    this.missCount = new Counter({
      name: 'consultantos_cache_misses',
      help: 'Cache look-ups that missed.',
      registers,
    });
  }

  hit(): void {
    this.hitCount.inc();
  }

  miss(): void {
    this.missCount.inc();
  }
}
