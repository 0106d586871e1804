import { Global, Module } from '@nestjs/common';
import { Inventory } from '../../analysis/ports/inventory.port.js';
import { JobRepository } from '../../analysis/ports/job-repository.port.js';
import { ReportRepository } from '../../analysis/ports/report-repository.port.js';
import { UsageRepository } from '../../analysis/ports/usage-repository.port.js';
import { FirestoreCalls } from './firestore-calls.js';
import { FirestoreConnection } from './firestore-connection.js';
import { FirestoreHealth } from './firestore.health.js';
import { FirestoreInventory } from './firestore.inventory.js';
import { FirestoreJobRepository } from './firestore-job.repository.js';
import { FirestoreJobStatistics } from './firestore-job-statistics.js';
import { FirestoreJobWrites } from './firestore-job-writes.js';
import { FirestoreReportRepository } from './firestore-report.repository.js';
import { FirestoreUsageRepository } from './firestore-usage.repository.js';

/** DATABASE=firestore. */
@Global()
@Module({
  providers: [
    FirestoreConnection,
    FirestoreCalls,
    FirestoreHealth,
    FirestoreJobStatistics,
    FirestoreJobWrites,
    { provide: ReportRepository, useClass: FirestoreReportRepository },
    { provide: JobRepository, useClass: FirestoreJobRepository },
    { provide: UsageRepository, useClass: FirestoreUsageRepository },
    { provide: Inventory, useClass: FirestoreInventory },
  ],
  exports: [ReportRepository, JobRepository, UsageRepository, Inventory],
})
export class FirestoreModule {}
