import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../errors/errors.js';
import { Log } from '../logging/log.js';
import { ExecutionMetrics } from '../metrics/metrics.js';
import type { AnalysisRequest } from './analysis-request.js';
import { AnalysisMetrics } from './analysis.metrics.js';
import { TimedRun } from './analysis-run.js';
import type { Analyst } from './ports/analyst.port.js';
import { assembleReport } from './report/report.js';
import type { Report } from './report/report.schema.js';
import { ReportArchive } from './report-archive.js';

/** One analysis: engine, checks, storage. */
@Injectable()
export class AnalysisService {
  constructor(
    private readonly archive: ReportArchive,
    private readonly execution: ExecutionMetrics,
    private readonly metrics: AnalysisMetrics,
    private readonly log: Log,
  ) {}

  /** @throws AppError `insufficient_evidence`, and what the engine throws; the signal's reason when it fires. */
  async run(
    request: AnalysisRequest,
    client: string,
    analyst: Analyst,
    signal: AbortSignal,
  ): Promise<Report> {
    const started = performance.now();
    try {
      const report = await this.execution.time('analysis', () =>
        this.analyse(request, client, analyst, signal),
      );
      this.metrics.finished(report);
      this.log.info('analysis_completed', {
        report_id: report.report_id,
        duration_ms: Math.round(performance.now() - started),
        confidence_score: report.confidence_score,
        cost_usd: report.cost.usd,
        partial: report.partial,
      });
      return report;
    } catch (error) {
      const expected = error instanceof AppError || signal.aborted;
      const error_type = error instanceof AppError ? error.code : (error as Error).name;
      if (expected) this.log.warning('analysis_failed', { error_type });
      else this.log.error('analysis_failed', { error_type });
      throw error;
    }
  }

  private async analyse(
    request: AnalysisRequest,
    client: string,
    analyst: Analyst,
    signal: AbortSignal,
  ): Promise<Report> {
    const run = new TimedRun(signal, this.execution);
    const findings = await analyst.analyse(request, run);
    const report = assembleReport(request, findings, analyst.description, {
      reportId: randomUUID(),
      now: new Date(),
      budgetUsd: request.limits.max_cost_usd ?? null,
    });
    if (request.require_evidence && report.confidence_score === 0) {
      throw new AppError(
        'insufficient_evidence',
        'The sources hold no evidence for the frameworks asked for.',
        {
          details: [{ path: 'sources', message: 'add sources, or leave require_evidence out' }],
        },
      );
    }
    await run.stage('store', () => this.archive.keep(report, request.sources, client));
    return report;
  }
}
