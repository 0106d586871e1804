import { Command, Redis, type RedisOptions } from 'ioredis';
import type { ApiCallMetrics } from '../../metrics/metrics.js';

/** In which Redis answers when there is something to answer: their time tells how little there was to do. */
const WAITS: ReadonlySet<string> = new Set(['bzpopmin']);

/** Redis does not have a script yet, and is sent it whole: no failure, and no command that anybody asked for. */
const isUnknownScript = ({ message }: Error) => message.startsWith('NOSCRIPT');

/**
 * A connection whose commands are counted one by one, for a library that gives its own. Whoever waits for something and gives up
 * waiting, as at the end of each worker, has had no failure of Redis.
 */
export class CountedRedis extends Redis {
  /** A command comes by again where it waited for the connection. */
  private readonly seen = new WeakSet<Command>();

  /** @param url where there is none, the options say where Redis is */
  constructor(
    private readonly metrics: ApiCallMetrics,
    options: RedisOptions,
    url = '',
  ) {
    super(url, options);
    // Each command tells its own failure; but without a listener an error is written to the console.
    this.on('error', () => undefined);
  }

  override duplicate(options?: Partial<RedisOptions>): CountedRedis {
    return new CountedRedis(this.metrics, { ...this.options, ...options });
  }

  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    if (!this.seen.has(command)) {
      this.seen.add(command);
      void this.count(command, performance.now());
    }
    return super.sendCommand(command, stream);
  }

  private async count({ name, promise }: Command, begun: number): Promise<void> {
    const waits = WAITS.has(name);
    const seconds = () => (waits ? undefined : (performance.now() - begun) / 1000);
    try {
      await promise;
      this.metrics.note('redis', 'success', seconds());
    } catch (error) {
      const failure = error as Error;
      if (isUnknownScript(failure)) return;
      const answered = failure.name === 'ReplyError';
      if (answered || !waits) this.metrics.note('redis', 'failed', seconds());
    }
  }
}
