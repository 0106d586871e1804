import { Injectable } from '@nestjs/common';
import { AppError } from '../errors/errors.js';
import { Log } from '../logging/log.js';
import { ExecutionMetrics } from '../metrics/metrics.js';
import { logCompleted } from './analysis-completed.js';
import type { AnalysisRequest } from './analysis-request.js';
import { AnalysisMetrics } from './analysis.metrics.js';
import type { Analyst, AnalysisRun } from './ports/analyst.port.js';
import { assembleReport } from './report/report.js';
import type { Report } from './report/report.schema.js';
import { ReportArchive } from './report-archive.js';
import { UsageLedger } from './usage/usage-ledger.js';

/** What is to be analysed, for whom, by which engine, and the id that the report will have. */
export interface AnalysisOrder {
  readonly request: AnalysisRequest;
  readonly client: string;
  readonly analyst: Analyst;
  readonly reportId: string;
}

/** One analysis: engine, checks, storage. */
@Injectable()
export class AnalysisService {
  constructor(
    private readonly archive: ReportArchive,
    private readonly execution: ExecutionMetrics,
    private readonly metrics: AnalysisMetrics,
    private readonly usage: UsageLedger,
    private readonly log: Log,
  ) {}

  /**
   * Ordered again with the same report id, it gives the report that was stored the first time.
   * @throws AppError `insufficient_evidence`, and what the engine throws; the signal's reason when it fires.
   */
  async run(order: AnalysisOrder, run: AnalysisRun): Promise<Report> {
    const started = performance.now();
    try {
      const report = await this.execution.time('analysis', () => this.analyse(order, run));
      this.metrics.finished(report);
      logCompleted(this.log, {
        reportId: report.report_id,
        started,
        confidence: report.confidence_score,
        costUsd: report.cost.usd,
        partial: report.partial,
        cached: false,
      });
      return report;
    } catch (error) {
      const expected = error instanceof AppError || run.signal.aborted;
      const error_type = error instanceof AppError ? error.code : (error as Error).name;
      if (expected) this.log.warning('analysis_failed', { error_type });
      else this.log.error('analysis_failed', { error_type });
      throw error;
    }
  }

  private async analyse(order: AnalysisOrder, run: AnalysisRun): Promise<Report> {
    const { request, client, analyst, reportId } = order;
    const findings = await analyst.analyse(request, run);
    const report = assembleReport(request, findings, analyst.description, {
      reportId,
      now: new Date(),
      budgetUsd: request.limits.max_cost_usd ?? null,
    });
    if (request.require_evidence && report.confidence_score === 0) throw insufficientEvidence();
    run.signal.throwIfAborted();
    // No stage of the run: it is kept by what it does, and its result would be the whole report.
    const kept = await this.execution.time('store', () => this.archive.keep(report, request.sources, client));
    await this.usage.analysed(kept, client);
    return kept;
  }
}

const insufficientEvidence = () =>
  new AppError('insufficient_evidence', 'The sources hold no evidence for the frameworks asked for.', {
    details: [{ path: 'sources', message: 'add sources, or leave require_evidence out' }],
  });
