import type { ModuleMetadata } from '@nestjs/common';
import type { Config } from '../config/config.js';
import {
  EmbeddedCacheModule,
  EmbeddedDatabaseModule,
  EmbeddedQueueModule,
  EmbeddedStorageModule,
} from './embedded/embedded.module.js';
import { ExtractiveModule } from './extractive/extractive.module.js';
import { GeminiModule } from './gemini/gemini.module.js';

type Modules = NonNullable<ModuleMetadata['imports']>;
type Choice<Word extends string> = Readonly<Record<Word, () => Modules | Promise<Modules>>>;

// The clients of the clouds are large: a folder is loaded only where it is chosen.
const DATABASES: Choice<Config['DATABASE']> = {
  embedded: () => [EmbeddedDatabaseModule],
  firestore: async () => [(await import('./firestore/firestore.module.js')).FirestoreModule],
};
const STORAGES: Choice<Config['STORAGE']> = {
  embedded: () => [EmbeddedStorageModule],
  gcs: async () => [(await import('./gcs/gcs.module.js')).GcsStorageModule],
};
const CACHES: Choice<Config['CACHE']> = {
  embedded: () => [EmbeddedCacheModule],
  redis: async () => [(await import('./redis/redis.module.js')).RedisCacheModule],
};
const QUEUES: Choice<Config['QUEUE']> = {
  embedded: () => [EmbeddedQueueModule],
  redis: async () => [(await import('./redis/redis-queue.module.js')).RedisQueueModule],
};

/** Behind the registers of reports, jobs and usage. */
export const databaseModules = (config: Config) => DATABASES[config.DATABASE]();
/** Behind the storage of reports. */
export const storageModules = (config: Config) => STORAGES[config.STORAGE]();

/** Which adapter stands behind each port: the one place where configuration chooses. */
export async function adapterModules(config: Config): Promise<Modules> {
  return [
    ...(await databaseModules(config)),
    ...(await storageModules(config)),
    ...(await CACHES[config.CACHE]()),
    ...(await QUEUES[config.QUEUE]()),
    ExtractiveModule,
    GeminiModule,
  ];
}
