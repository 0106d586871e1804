import { Global, Module } from '@nestjs/common';
import { JobQueue } from '../../analysis/ports/job-queue.port.js';
import { BullQueue } from './bull-queue.js';
import { RedisJobQueue } from './redis-job.queue.js';
import { RedisModule } from './redis.module.js';
import { RedisQueueHealth } from './redis-queue.health.js';

/** QUEUE=redis: BullMQ. A file of its own, since BullMQ takes longer to load than the rest of Redis. */
@Global()
@Module({
  imports: [RedisModule],
  providers: [BullQueue, RedisJobQueue, RedisQueueHealth, { provide: JobQueue, useExisting: RedisJobQueue }],
  exports: [JobQueue],
})
export class RedisQueueModule {}
