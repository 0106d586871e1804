import { once } from 'node:events';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { withDeadline } from '../../backend-calls/backend-calls.js';
import { Config } from '../../config/config.js';

const CONNECT_MS = 1000;
/** A connection on which nothing comes back for so long is taken for dead, and made anew. */
const SILENCE_MS = 1000;
const LONGEST_PAUSE_MS = 1000;
const GOODBYE_MS = 250;

/** The connection for short commands. It is made in the background, and again whenever it is lost. */
@Injectable()
export class RedisConnection implements OnApplicationShutdown {
  readonly client: Redis;
  /** Why there is no connection now, as far as it is known. */
  trouble: Error | null = null;

  constructor({ REDIS_URL: url }: Config) {
    if (url === undefined)
      throw new Error('REDIS_URL is not set: the configuration lets nothing of the kind pass.');
    this.client = new Redis(url, {
      keyPrefix: 'consultantos:',
      connectTimeout: CONNECT_MS,
      disconnectTimeout: GOODBYE_MS,
      socketTimeout: SILENCE_MS,
      retryStrategy: (times) => Math.min(50 * 2 ** times, LONGEST_PAUSE_MS),
      // A command fails at once while there is no connection, and is not sent again by anybody but its caller.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
    });
    this.client.on('error', (error: Error) => (this.trouble = error));
    this.client.on('ready', () => (this.trouble = null));
  }

  /** Waits for a connection that is being made: until it is there, or failed, which takes two seconds at most. */
  async attempted(): Promise<void> {
    if (this.client.status === 'ready' || this.trouble) return;
    await once(this.client, 'ready').catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    await withDeadline(GOODBYE_MS, () => this.client.quit()).catch(() => undefined);
    this.client.disconnect();
  }
}
