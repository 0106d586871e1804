import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Log } from '../logging/log.js';
import { AnalysisCache } from './analysis-cache.js';
import { AnalysisFlights, type FlightPlan } from './analysis-flights.js';
import type { AnalysisRequest } from './analysis-request.js';
import { cacheKey } from './cache-key.js';
import type { CallerFacts } from './caller.js';
import { CompletedAnalysis } from './completed-analysis.js';
import { Engines } from './engines.js';
import { Patience } from './patience.js';
import type { Analyst, Estimate } from './ports/analyst.port.js';
import type { JobRecord } from './ports/job-repository.port.js';
import { StageLog } from './stage-log.js';

export interface Served {
  readonly analysis: CompletedAnalysis;
  /** Null where the analysis was made for this request. */
  readonly cacheAgeSeconds: number | null;
}

/** Where a request for an analysis arrives: which engine, is there an answer already, does somebody make it just now. */
@Injectable()
export class AnalysisDesk {
  constructor(
    private readonly engines: Engines,
    private readonly cache: AnalysisCache,
    private readonly flights: AnalysisFlights,
    private readonly patience: Patience,
    private readonly log: Log,
  ) {}

  /** What the request would take at most; spends nothing. @throws AppError `engine_unavailable` */
  estimate(request: AnalysisRequest): Estimate & { engine: string } {
    const analyst = this.engines.choose(request.engine);
    return { engine: analyst.description.name, ...analyst.estimate(request) };
  }

  /** Notes a request, and who will do it. @throws AppError `engine_unavailable`, `budget_too_low` */
  receive(request: AnalysisRequest): Analyst {
    const analyst = this.engines.choose(request.engine);
    analyst.admit(request);
    this.log.info('analysis_request_received', {
      company: request.company,
      frameworks: request.frameworks,
      engine: analyst.description.name,
      depth: request.depth,
      source_count: request.sources.length,
    });
    return analyst;
  }

  /**
   * The analysis, or the job that it became because it took too long.
   * @throws AppError `engine_unavailable`, `insufficient_evidence`, `deadline_exceeded`
   */
  async analyse(request: AnalysisRequest, caller: CallerFacts): Promise<Served | JobRecord> {
    const { client } = caller;
    const analyst = this.receive(request);
    const key = cacheKey(request, analyst.description, client);
    const cached = request.cache === 'use' ? await this.cache.find(key, client) : null;
    if (cached) return { analysis: cached.analysis, cacheAgeSeconds: Math.round(cached.ageSeconds) };
    const plan = (): FlightPlan => ({
      order: { request, client, analyst, reportId: randomUUID() },
      stages: new StageLog(),
      controller: new AbortController(),
      job: null,
    });
    // Who wants a run of its own shares it with nobody.
    const flightKey = request.cache === 'bypass' ? randomUUID() : key;
    const result = await this.flights.ride(flightKey, plan, (flight) =>
      this.patience.wait(flight, request, caller),
    );
    return result instanceof CompletedAnalysis ? { analysis: result, cacheAgeSeconds: null } : result;
  }
}
