import { RedisCache } from '../../src/adapters/redis/redis.cache.js';
import { RedisCalls } from '../../src/adapters/redis/redis-calls.js';
import { RedisConnection } from '../../src/adapters/redis/redis-connection.js';
import { RedisTurns } from '../../src/adapters/redis/redis-turns.js';
import { RedisWindow } from '../../src/adapters/redis/redis.window.js';
import { describeWith } from '../doubles/describe-with.js';
import { RedisServer } from '../doubles/redis-server.js';
import { adapterTools } from './adapter-tools.js';
import { describeCache, describeSharedCache } from './cache.contract.js';
import type { Make } from './contract.js';
import { eventually } from './eventually.js';
import { describeSharedWindow } from './shared-window.contract.js';

describeWith('redis-server', 'Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());

  /** A process's own connection. */
  const connect = async () => {
    const { config, metrics, log } = adapterTools({ CACHE: 'redis', REDIS_URL: server.url });
    const redis = new RedisConnection(config);
    const calls = new RedisCalls(redis, metrics, log);
    await eventually(() => redis.client.status === 'ready');
    return { redis, calls };
  };
  const connected =
    <T>(build: (calls: RedisCalls) => T): Make<T> =>
    async () => {
      const { redis, calls } = await connect();
      await redis.client.flushall();
      return { port: build(calls), close: () => redis.onApplicationShutdown() };
    };
  const twice =
    <T>(build: (calls: RedisCalls) => T): Make<readonly [T, T]> =>
    async () => {
      const [first, second] = [await connect(), await connect()];
      await first.redis.client.flushall();
      return {
        port: [build(first.calls), build(second.calls)],
        close: async () => {
          await first.redis.onApplicationShutdown();
          await second.redis.onApplicationShutdown();
        },
      };
    };
  const cache = (calls: RedisCalls) => new RedisCache(calls, new RedisTurns(calls));

  describeCache('Redis', connected(cache));
  describeSharedCache('Redis', twice(cache));
  describeSharedWindow(
    'Redis',
    twice((calls) => new RedisWindow(calls)),
  );
});
