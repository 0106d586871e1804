import { Injectable } from '@nestjs/common';
import { Cache, type CacheEntry } from '../../analysis/ports/cache.port.js';

const MAX_CHARACTERS = 32 * 1024 * 1024;
const MAX_ENTRIES = 5000;

interface Entry {
  readonly value: string;
  readonly storedAt: number;
  readonly expiresAt: number;
}

/** The last used entries in the memory of this process, bounded in number and size. */
@Injectable()
export class MemoryCache extends Cache {
  /** In the order of their last use: a Map keeps the order of insertion. */
  private readonly entries = new Map<string, Entry>();
  private characters = 0;

  override get(key: string): Promise<CacheEntry | null> {
    const entry = this.entries.get(key);
    if (!entry) return Promise.resolve(null);
    this.drop(key);
    if (Date.now() >= entry.expiresAt) return Promise.resolve(null);
    this.insert(key, entry);
    return Promise.resolve({ value: entry.value, ageSeconds: (Date.now() - entry.storedAt) / 1000 });
  }

  override set(key: string, value: string, ttlSeconds: number): Promise<void> {
    this.drop(key);
    const now = Date.now();
    if (value.length <= MAX_CHARACTERS)
      this.insert(key, { value, storedAt: now, expiresAt: now + ttlSeconds * 1000 });
    return Promise.resolve();
  }

  override remove(key: string): Promise<void> {
    this.drop(key);
    return Promise.resolve();
  }

  private insert(key: string, entry: Entry): void {
    this.entries.set(key, entry);
    this.characters += entry.value.length;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MAX_ENTRIES && this.characters <= MAX_CHARACTERS) break;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.characters -= entry.value.length;
  }
}
