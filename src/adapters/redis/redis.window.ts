import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type SharedTaking, SharedWindow } from '../../access/shared-window.port.js';
import { RedisCalls } from './redis-calls.js';

/**
 * A sorted set for each key: what was taken, by the clock of Redis. Gives 0 where there was room, else the milliseconds
 * until the oldest leaves the window. KEYS: the set. ARGV: window in milliseconds, limit, name of this taking.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1])
local excess = redis.call('ZCARD', KEYS[1]) - ARGV[2]
if excess < 0 then
  redis.call('ZADD', KEYS[1], now, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  return 0
end
local oldest = redis.call('ZRANGE', KEYS[1], excess, excess, 'WITHSCORES')
return math.max(1, oldest[2] + ARGV[1] - now)`;

/** Counts in Redis, each in one step. */
@Injectable()
export class RedisWindow extends SharedWindow {
  constructor(private readonly calls: RedisCalls) {
    super();
  }

  override async take(key: string, limit: number, windowMs: number): Promise<SharedTaking | null> {
    const name = `limit:${key}`;
    const taking = randomUUID();
    const waitMs = await this.calls.ask((client) => client.eval(TAKE, 1, name, windowMs, limit, taking));
    if (waitMs === null) return null;
    return {
      waitMs: Number(waitMs),
      giveBack: async () => {
        await this.calls.ask((client) => client.zrem(name, taking));
      },
    };
  }
}
