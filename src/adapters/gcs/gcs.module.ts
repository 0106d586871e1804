import { Global, Module } from '@nestjs/common';
import { ReportStorage } from '../../analysis/ports/report-storage.port.js';
import { GcsCalls } from './gcs-calls.js';
import { GcsClient } from './gcs-client.js';
import { GcsHealth } from './gcs.health.js';
import { GcsLinks } from './gcs-links.js';
import { GcsObjects } from './gcs-objects.js';
import { GcsReportStorage } from './gcs-report.storage.js';

/** STORAGE=gcs: a bucket of Google Cloud Storage. */
@Global()
@Module({
  providers: [
    GcsClient,
    GcsObjects,
    GcsCalls,
    GcsLinks,
    GcsHealth,
    { provide: ReportStorage, useClass: GcsReportStorage },
  ],
  exports: [ReportStorage],
})
export class GcsStorageModule {}
