import { Global, Module } from '@nestjs/common';
import { SharedWindow } from '../../access/shared-window.port.js';
import { Cache } from '../../analysis/ports/cache.port.js';
import { RedisCache } from './redis.cache.js';
import { RedisCalls } from './redis-calls.js';
import { RedisConnection } from './redis-connection.js';
import { RedisCacheHealth } from './redis.health.js';
import { RedisTurns } from './redis-turns.js';
import { RedisWindow } from './redis.window.js';

/** What comes with any use of Redis: the connection, and rate limits that all processes share. */
@Global()
@Module({
  providers: [RedisConnection, RedisCalls, { provide: SharedWindow, useClass: RedisWindow }],
  exports: [RedisConnection, RedisCalls, SharedWindow],
})
export class RedisModule {}

/** CACHE=redis. */
@Global()
@Module({
  imports: [RedisModule],
  providers: [RedisTurns, RedisCacheHealth, { provide: Cache, useClass: RedisCache }],
  exports: [Cache],
})
export class RedisCacheModule {}
