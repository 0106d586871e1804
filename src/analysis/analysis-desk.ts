import { Injectable } from '@nestjs/common';
import { AppError } from '../errors/errors.js';
import { Log } from '../logging/log.js';
import { AnalysisCache } from './analysis-cache.js';
import type { AnalysisRequest } from './analysis-request.js';
import { AnalysisService } from './analysis.service.js';
import { cacheKey } from './cache-key.js';
import { CompletedAnalysis } from './completed-analysis.js';
import { Engines } from './engines.js';
import type { Analyst, Estimate } from './ports/analyst.port.js';
import { SingleFlight } from './single-flight.js';

export interface Served {
  readonly analysis: CompletedAnalysis;
  /** Null where the analysis was made for this request. */
  readonly cacheAgeSeconds: number | null;
}

/** Where a request for an analysis arrives: which engine, is there an answer already, does somebody make it just now. */
@Injectable()
export class AnalysisDesk {
  private readonly flights = new SingleFlight<CompletedAnalysis>();

  constructor(
    private readonly engines: Engines,
    private readonly service: AnalysisService,
    private readonly cache: AnalysisCache,
    private readonly log: Log,
  ) {}

  /** What the request would take at most; spends nothing. @throws AppError `engine_unavailable` */
  estimate(request: AnalysisRequest): Estimate & { engine: string } {
    const analyst = this.engines.choose(request.engine);
    return { engine: analyst.description.name, ...analyst.estimate(request) };
  }

  /** @throws AppError `engine_unavailable`, `insufficient_evidence`, `deadline_exceeded` */
  async analyse(request: AnalysisRequest, client: string, signal: AbortSignal): Promise<Served> {
    const analyst = this.engines.choose(request.engine);
    this.log.info('analysis_request_received', {
      company: request.company,
      frameworks: request.frameworks,
      engine: analyst.description.name,
      depth: request.depth,
      source_count: request.sources.length,
    });
    const key = cacheKey(request, analyst.description, client);
    const cached = request.cache === 'use' ? await this.cache.find(key, client) : null;
    if (cached) return { analysis: cached.analysis, cacheAgeSeconds: Math.round(cached.ageSeconds) };
    return { analysis: await this.make(key, request, client, analyst, signal), cacheAgeSeconds: null };
  }

  /** Equal requests share one run, but for those that ask for a run of their own. */
  private async make(
    key: string,
    request: AnalysisRequest,
    client: string,
    analyst: Analyst,
    signal: AbortSignal,
  ): Promise<CompletedAnalysis> {
    const work = async (shared: AbortSignal) => {
      const report = await this.service.run(request, client, analyst, shared);
      const analysis = CompletedAnalysis.of(report);
      if (request.cache !== 'bypass') await this.cache.keep(key, report, analysis);
      return analysis;
    };
    return withinDeadline(request.limits.timeout_seconds, signal, (bounded) =>
      request.cache === 'bypass' ? work(bounded) : this.flights.join(key, bounded, work),
    );
  }
}

/** @throws AppError `deadline_exceeded` after `seconds`; undefined sets no deadline besides the request's own. */
async function withinDeadline<T>(
  seconds: number | undefined,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (seconds === undefined) return work(signal);
  const deadline = AbortSignal.timeout(seconds * 1000);
  try {
    return await work(AbortSignal.any([signal, deadline]));
  } catch (error) {
    if (!deadline.aborted || signal.aborted) throw error;
    throw new AppError('deadline_exceeded', `The analysis took longer than ${seconds} s and was stopped.`, {
      retryable: true,
      cause: error,
    });
  }
}
