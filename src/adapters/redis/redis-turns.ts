import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { RedisCalls } from './redis-calls.js';

/** A process that died holds the others up for so long. */
const LEASE_MS = 10_000;
const RENEW_EVERY_MS = 3000;
const LOOK_EVERY_MS = 150;

const IF_MINE = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end `;
const RENEW = `${IF_MINE} return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;
const RELEASE = `${IF_MINE} return redis.call('DEL', KEYS[1])`;

/** One process at a time for each key: a lease with a token, renewed while the work lasts. */
@Injectable()
export class RedisTurns {
  constructor(private readonly calls: RedisCalls) {}

  /** @throws what `work` throws; the signal's reason where it fires before the turn comes */
  async take<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const name = `turn:${key}`;
    const token = randomUUID();
    while ((await this.claim(name, token)) === 'taken') await sleep(LOOK_EVERY_MS, undefined, { signal });
    const renewal = setInterval(() => void this.renew(name, token), RENEW_EVERY_MS);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      clearInterval(renewal);
      await this.calls.ask((client) => client.eval(RELEASE, 1, name, token));
    }
  }

  /** Where Redis is away nobody is asked to wait. */
  private async claim(name: string, token: string): Promise<'mine' | 'taken' | 'unknown'> {
    const answer = await this.calls.ask(async (client) =>
      (await client.set(name, token, 'PX', LEASE_MS, 'NX')) === null ? 'taken' : 'mine',
    );
    return answer ?? 'unknown';
  }

  private async renew(name: string, token: string): Promise<void> {
    await this.calls.ask((client) => client.eval(RENEW, 1, name, token, LEASE_MS));
  }
}
