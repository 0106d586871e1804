import { Injectable } from '@nestjs/common';
import { ExecutionMetrics } from '../metrics/metrics.js';
import { AnalysisCache } from './analysis-cache.js';
import { StagedRun } from './analysis-run.js';
import { type AnalysisOrder, AnalysisService } from './analysis.service.js';
import { CompletedAnalysis } from './completed-analysis.js';
import type { JobRecord } from './ports/job-repository.port.js';
import type { Cost } from './report/report.schema.js';
import { type Flight, SingleFlight } from './single-flight.js';
import { costOfNothing } from './spending.js';
import type { StageLog } from './stage-log.js';
import { UsageLedger } from './usage/usage-ledger.js';

/** What a run gives: the analysis, and what it cost. */
export interface Finished {
  readonly analysis: CompletedAnalysis;
  readonly cost: Cost;
}

export interface FlightPlan extends Pick<Flight, 'controller'> {
  readonly order: AnalysisOrder;
  readonly stages: StageLog;
  /** Set once the run is a job: from the start, or because it took too long for whoever waited. */
  job: Promise<JobRecord> | null;
}

/** An analysis under way in this process. */
export interface AnalysisFlight extends FlightPlan {
  readonly key: string;
  readonly result: Promise<Finished>;
}

/** Equal analyses share one run; it goes on for as long as somebody waits for it. */
@Injectable()
export class AnalysisFlights {
  private readonly flights = new SingleFlight<AnalysisFlight>();

  constructor(
    private readonly service: AnalysisService,
    private readonly cache: AnalysisCache,
    private readonly metrics: ExecutionMetrics,
    private readonly usage: UsageLedger,
  ) {}

  /** Resolves when the flight of this key is over, however it ends; undefined where there is none. */
  landing(key: string): Promise<unknown> | undefined {
    return this.flights.landing(key);
  }

  /** Boards the flight of this key, or launches it by the plan, and leaves when `use` is done. */
  ride<R>(key: string, plan: () => FlightPlan, use: (flight: AnalysisFlight) => Promise<R>): Promise<R> {
    return this.flights.ride(key, () => this.launch(key, plan()), use);
  }

  private launch(key: string, plan: FlightPlan): AnalysisFlight {
    const { client } = plan.order;
    const { signal } = plan.controller;
    const run = new StagedRun(signal, plan.stages, this.metrics, (purchase, call) =>
      this.usage.pay({ client, signal }, purchase, call),
    );
    const result = this.make(key, plan.order, run);
    // Whoever waits sees the failure; where nobody waits any more, it must not end the process.
    result.catch(() => undefined);
    return { ...plan, key, result };
  }

  /** Only who is content with an analysis that another process makes just now waits for that one. */
  private make(key: string, order: AnalysisOrder, run: StagedRun): Promise<Finished> {
    const { request, client } = order;
    if (request.cache !== 'use') return this.fly(key, order, run);
    return this.cache.alone(key, client, run.signal, async (made) =>
      made ? { analysis: made, cost: costOfNothing(request) } : this.fly(key, order, run),
    );
  }

  private async fly(key: string, order: AnalysisOrder, run: StagedRun): Promise<Finished> {
    const report = await this.service.run(order, run);
    const analysis = CompletedAnalysis.of(report);
    if (order.request.cache !== 'bypass') await this.cache.keep(key, report, analysis);
    return { analysis, cost: report.cost };
  }
}
