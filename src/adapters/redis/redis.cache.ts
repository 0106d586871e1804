import { Injectable } from '@nestjs/common';
import { Cache, type CacheEntry } from '../../analysis/ports/cache.port.js';
import { BoundedTexts } from '../../bounded-texts/bounded-texts.js';
import { packed, unpacked } from './packed-entry.js';
import { RedisCalls } from './redis-calls.js';
import { RedisTurns } from './redis-turns.js';

const NEAR_ENTRIES = 1000;
const NEAR_CHARACTERS = 32 * 1024 * 1024;
/** No answer is nearly as long; whoever writes more has made a mistake that Redis need not suffer for. */
const MAX_CHARACTERS = 8 * 1024 * 1024;
/** How long this process may miss that another wrote an entry anew. */
const NEAR_SECONDS = 30;

/**
 * Two tiers: the memory of this process, then Redis. While Redis is away the first goes on alone, and keeps entries for
 * their whole time.
 */
@Injectable()
export class RedisCache extends Cache {
  private readonly near = new BoundedTexts(NEAR_ENTRIES, NEAR_CHARACTERS);

  constructor(
    private readonly calls: RedisCalls,
    private readonly turns: RedisTurns,
  ) {
    super();
  }

  override async get(key: string): Promise<CacheEntry | null> {
    const near = this.near.get(key);
    const text = near ? near.value : await this.calls.ask((client) => client.get(nameOf(key)));
    const entry = text === null ? null : unpacked(text);
    if (entry && text !== null && !near) this.near.set(key, text, Math.min(NEAR_SECONDS, entry.secondsLeft));
    return entry;
  }

  override async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    if (value.length > MAX_CHARACTERS) return this.remove(key);
    const text = packed(value, ttlSeconds);
    const milliseconds = Math.max(1, Math.round(ttlSeconds * 1000));
    const kept = await this.calls.ask((client) => client.set(nameOf(key), text, 'PX', milliseconds));
    this.near.set(key, text, kept === null ? ttlSeconds : Math.min(NEAR_SECONDS, ttlSeconds));
  }

  override async remove(key: string): Promise<void> {
    this.near.remove(key);
    await this.calls.ask((client) => client.del(nameOf(key)));
  }

  override alone<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.turns.take(key, signal, work);
  }
}

const nameOf = (key: string) => `cache:${key}`;
