import { Injectable } from '@nestjs/common';
import { Cache, type CacheEntry } from '../../analysis/ports/cache.port.js';
import { BoundedTexts } from '../../bounded-texts/bounded-texts.js';

const MAX_ENTRIES = 5000;
const MAX_CHARACTERS = 32 * 1024 * 1024;

/** Entries in the memory of this process. */
@Injectable()
export class MemoryCache extends Cache {
  private readonly texts = new BoundedTexts(MAX_ENTRIES, MAX_CHARACTERS);

  override get(key: string): Promise<CacheEntry | null> {
    return Promise.resolve(this.texts.get(key));
  }

  override set(key: string, value: string, ttlSeconds: number): Promise<void> {
    this.texts.set(key, value, ttlSeconds);
    return Promise.resolve();
  }

  override remove(key: string): Promise<void> {
    this.texts.remove(key);
    return Promise.resolve();
  }

  /** Nobody else shares this cache. */
  override alone<T>(_key: string, _signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return work();
  }
}
