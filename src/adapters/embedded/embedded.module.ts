import { Global, Module } from '@nestjs/common';
import { Cache } from '../../analysis/ports/cache.port.js';
import { FullInventory } from '../../analysis/ports/inventory.port.js';
import { JobQueue } from '../../analysis/ports/job-queue.port.js';
import { JobRepository } from '../../analysis/ports/job-repository.port.js';
import { ReportRepository } from '../../analysis/ports/report-repository.port.js';
import { ReportStorage } from '../../analysis/ports/report-storage.port.js';
import { UsageRepository } from '../../analysis/ports/usage-repository.port.js';
import { Database } from './database.js';
import { FileStorageHealth, MemoryCacheHealth, SqliteHealth } from './embedded.health.js';
import { FileReportStorage } from './file-report.storage.js';
import { MemoryCache } from './memory.cache.js';
import { PollingJobQueue } from './polling-job.queue.js';
import { SqliteInventory } from './sqlite.inventory.js';
import { SqliteJobRepository } from './sqlite-job.repository.js';
import { SqliteReportRepository } from './sqlite-report.repository.js';
import { SqliteUsageRepository } from './sqlite-usage.repository.js';

/** DATABASE=embedded: an SQLite file. */
@Global()
@Module({
  providers: [
    Database,
    SqliteHealth,
    { provide: ReportRepository, useClass: SqliteReportRepository },
    { provide: JobRepository, useClass: SqliteJobRepository },
    { provide: UsageRepository, useClass: SqliteUsageRepository },
    { provide: FullInventory, useClass: SqliteInventory },
  ],
  exports: [ReportRepository, JobRepository, UsageRepository, FullInventory],
})
export class EmbeddedDatabaseModule {}

/** STORAGE=embedded: files. */
@Global()
@Module({
  providers: [
    FileReportStorage,
    FileStorageHealth,
    { provide: ReportStorage, useExisting: FileReportStorage },
  ],
  exports: [ReportStorage],
})
export class EmbeddedStorageModule {}

/** CACHE=embedded: bounded memory. */
@Global()
@Module({ providers: [MemoryCacheHealth, { provide: Cache, useClass: MemoryCache }], exports: [Cache] })
export class EmbeddedCacheModule {}

/** QUEUE=embedded: in this process, durable through whichever database there is. */
@Global()
@Module({ providers: [{ provide: JobQueue, useClass: PollingJobQueue }], exports: [JobQueue] })
export class EmbeddedQueueModule {}
