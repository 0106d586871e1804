import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Log } from '../logging/log.js';
import { Admission } from './admission.js';
import { AnalysisCache } from './analysis-cache.js';
import { logCompleted } from './analysis-completed.js';
import { AnalysisFlights, type FlightPlan } from './analysis-flights.js';
import type { AnalysisRequest } from './analysis-request.js';
import { cacheKey } from './cache-key.js';
import type { CallerFacts } from './caller.js';
import { CompletedAnalysis } from './completed-analysis.js';
import { Patience } from './patience.js';
import type { JobRecord } from './ports/job-repository.port.js';
import { costOfNothing } from './spending.js';
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
    private readonly admission: Admission,
    private readonly cache: AnalysisCache,
    private readonly flights: AnalysisFlights,
    private readonly patience: Patience,
    private readonly log: Log,
  ) {}

  /**
   * The analysis, or the job that it became because it took too long.
   * @throws AppError `engine_unavailable`, `rate_limited`, `insufficient_evidence`, `deadline_exceeded`
   */
  async analyse(request: AnalysisRequest, caller: CallerFacts): Promise<Served | JobRecord> {
    const { client } = caller;
    const analyst = this.admission.receive(request);
    const key = cacheKey(request, analyst.description, client);
    const cached = request.cache === 'use' ? await this.cache.find(key, client) : null;
    if (cached) return { analysis: cached.analysis, cacheAgeSeconds: Math.round(cached.ageSeconds) };
    await this.admission.afford(analyst, request, client);
    const own: FlightPlan = {
      order: { request, client, analyst, reportId: randomUUID() },
      stages: new StageLog(costOfNothing(request)),
      controller: new AbortController(),
      job: null,
    };
    const result = await this.board(own, key, caller);
    return result instanceof CompletedAnalysis ? { analysis: result, cacheAgeSeconds: null } : result;
  }

  /** Shares the run of an equal request where there is one; who wants a run of its own shares it with nobody. */
  private board(own: FlightPlan, key: string, caller: CallerFacts): Promise<CompletedAnalysis | JobRecord> {
    const { request } = own.order;
    const started = performance.now();
    const flightKey = request.cache === 'bypass' ? randomUUID() : key;
    return this.flights.ride(
      flightKey,
      () => own,
      async (flight) => {
        const result = await this.patience.wait(flight, request, caller);
        const shared = flight.controller !== own.controller && result instanceof CompletedAnalysis;
        if (shared) this.logShared(result, started);
        return result;
      },
    );
  }

  private logShared({ reportId, confidence, partial }: CompletedAnalysis, started: number): void {
    logCompleted(this.log, { reportId, confidence, partial, started, costUsd: 0, cached: true });
  }
}
