import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AnalysisCache } from './analysis-cache.js';
import { AnalysisController } from './analysis.controller.js';
import { AnalysisDesk } from './analysis-desk.js';
import { AnalysisFlights } from './analysis-flights.js';
import { AnalysisMetrics } from './analysis.metrics.js';
import { AnalysisService } from './analysis.service.js';
import { Engines } from './engines.js';
import { JOB_CONTROLLERS, JOB_PROVIDERS } from './jobs/jobs.js';
import { OrphanSweep } from './orphan-sweep.js';
import { Patience } from './patience.js';
import { PdfWriter } from './report/report.js';
import { ReportArchive } from './report-archive.js';
import { ReportsController } from './reports.controller.js';

/** The feature. Its ports are filled by whichever adapters the application chose. */
@Module({
  imports: [DiscoveryModule],
  controllers: [AnalysisController, ...JOB_CONTROLLERS, ReportsController],
  providers: [
    AnalysisDesk,
    AnalysisFlights,
    AnalysisService,
    AnalysisCache,
    AnalysisMetrics,
    Engines,
    OrphanSweep,
    Patience,
    PdfWriter,
    ReportArchive,
    ...JOB_PROVIDERS,
  ],
})
export class AnalysisModule {}
