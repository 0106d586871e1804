import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/adapters/embedded/database.js';
import { SqliteJobRepository } from '../../src/adapters/embedded/sqlite-job.repository.js';
import { BullQueue } from '../../src/adapters/redis/bull-queue.js';
import { RedisCalls } from '../../src/adapters/redis/redis-calls.js';
import { RedisConnection } from '../../src/adapters/redis/redis-connection.js';
import { RedisJobQueue } from '../../src/adapters/redis/redis-job.queue.js';
import { RequestContext } from '../../src/request-context/request-context.js';
import { describeWith } from '../doubles/describe-with.js';
import { RedisServer } from '../doubles/redis-server.js';
import { adapterTools } from './adapter-tools.js';
import { describeJobQueue } from './job-queue.contract.js';

describeWith('redis-server', 'BullMQ', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());

  describeJobQueue('BullMQ', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'consultantos-contract-'));
    const { config, metrics, log } = adapterTools({
      QUEUE: 'redis',
      REDIS_URL: server.url,
      DATA_DIR: folder,
    });
    const database = new Database(config);
    const jobs = new SqliteJobRepository(database);
    const closes: (() => Promise<void>)[] = [];
    const open = () => {
      const redis = new RedisConnection(config);
      const bull = new BullQueue(config, metrics);
      const queue = new RedisJobQueue(
        bull,
        new RedisCalls(redis, metrics, log),
        jobs,
        new RequestContext(),
        log,
      );
      closes.push(async () => {
        await queue.beforeApplicationShutdown();
        await bull.onApplicationShutdown();
        await redis.onApplicationShutdown();
      });
      return queue;
    };
    await server.empty();
    return {
      port: { jobs, open },
      close: async () => {
        for (const close of closes) await close();
        database.onApplicationShutdown();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  });
});
