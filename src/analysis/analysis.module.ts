import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Admission } from './admission.js';
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
import { DailyBudget } from './usage/daily-budget.js';
import { UsageController } from './usage/usage.controller.js';
import { UsageLedger } from './usage/usage-ledger.js';

/** The feature. Its ports are filled by whichever adapters the application chose. */
@Module({
  imports: [DiscoveryModule],
  controllers: [AnalysisController, ...JOB_CONTROLLERS, ReportsController, UsageController],
  providers: [
    Admission,
    AnalysisDesk,
    AnalysisFlights,
    AnalysisService,
    AnalysisCache,
    AnalysisMetrics,
    DailyBudget,
    Engines,
    OrphanSweep,
    Patience,
    PdfWriter,
    ReportArchive,
    UsageLedger,
    ...JOB_PROVIDERS,
  ],
})
export class AnalysisModule {}
