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

/** Which adapter stands behind each port: the one place where configuration chooses. */
export function adapterModules(config: Config): Modules {
  const databases: Readonly<Record<Config['DATABASE'], Modules>> = { embedded: [EmbeddedDatabaseModule] };
  const storages: Readonly<Record<Config['STORAGE'], Modules>> = { embedded: [EmbeddedStorageModule] };
  const caches: Readonly<Record<Config['CACHE'], Modules>> = { embedded: [EmbeddedCacheModule] };
  const queues: Readonly<Record<Config['QUEUE'], Modules>> = { embedded: [EmbeddedQueueModule] };
  return [
    ...databases[config.DATABASE],
    ...storages[config.STORAGE],
    ...caches[config.CACHE],
    ...queues[config.QUEUE],
    ExtractiveModule,
    GeminiModule,
  ];
}
