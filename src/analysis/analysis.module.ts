import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Config } from '../config/config.js';
import { Admission } from './admission.js';
import { AnalysisCache } from './analysis-cache.js';
import { AnalysisController } from './analysis.controller.js';
import { AnalysisDesk } from './analysis-desk.js';
import { AnalysisFlights } from './analysis-flights.js';
import { AnalysisMetrics } from './analysis.metrics.js';
import { AnalysisService } from './analysis.service.js';
import { Engines } from './engines.js';
import { JOB_CONTROLLERS, JOB_PROVIDERS, JOB_WORK_PROVIDERS } from './jobs/jobs.js';
import { OrphanSweep } from './orphan-sweep.js';
import { Patience } from './patience.js';
import { PdfWriter } from './report/report.js';
import { ReportArchive } from './report-archive.js';
import { ReportsController } from './reports.controller.js';
import { DailyBudget } from './usage/daily-budget.js';
import { UsageController } from './usage/usage.controller.js';
import { UsageLedger } from './usage/usage-ledger.js';

const CONTROLLERS = [AnalysisController, ...JOB_CONTROLLERS, ReportsController, UsageController];

const PROVIDERS = [
  Admission,
  AnalysisDesk,
  AnalysisFlights,
  AnalysisService,
  AnalysisCache,
  AnalysisMetrics,
  DailyBudget,
  Engines,
  Patience,
  PdfWriter,
  ReportArchive,
  UsageLedger,
  ...JOB_PROVIDERS,
];

/** The feature, as far as the process's role goes. Its ports are filled by whichever adapters the application chose. */
@Module({})
export class AnalysisModule {
  static register({ ROLE }: Config): DynamicModule {
    return {
      module: AnalysisModule,
      imports: [DiscoveryModule],
      controllers: ROLE === 'worker' ? [] : CONTROLLERS,
      providers: ROLE === 'api' ? PROVIDERS : [...PROVIDERS, ...JOB_WORK_PROVIDERS, OrphanSweep],
    };
  }
}
