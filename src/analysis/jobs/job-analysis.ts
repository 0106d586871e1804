import { Injectable } from '@nestjs/common';
import { AnalysisCache } from '../analysis-cache.js';
import { AnalysisFlights, type Finished } from '../analysis-flights.js';
import type { AnalysisRequest } from '../analysis-request.js';
import type { AnalysisOrder } from '../analysis.service.js';
import { cacheKey } from '../cache-key.js';
import type { CompletedAnalysis } from '../completed-analysis.js';
import { Engines } from '../engines.js';
import type { JobRecord, KeptStage } from '../ports/job-repository.port.js';
import { costOfNothing } from '../spending.js';
import { StageLog } from '../stage-log.js';
import { unlessAborted } from '../unless-aborted.js';
import type { Course, JobHold } from './job-hold.js';

/** What a run of a job starts from. */
export interface Material {
  readonly request: AnalysisRequest;
  readonly kept: readonly KeptStage[];
}

/** Makes the analysis of a job, unless somebody has made the same one meanwhile. */
@Injectable()
export class JobAnalysis {
  constructor(
    private readonly engines: Engines,
    private readonly flights: AnalysisFlights,
    private readonly cache: AnalysisCache,
  ) {}

  /** By what the progress of the job is measured. */
  course(job: JobRecord, { request, kept }: Material): Course {
    const planned = this.engines.find(job.engine)?.stages(request) ?? [];
    return { planned, finished: kept.map(({ name }) => name) };
  }

  /** @throws whatever the engine throws; the hold's reason once it is interrupted. */
  async make(job: JobRecord, { request, kept }: Material, hold: JobHold): Promise<Finished> {
    const { client, id: reportId } = job;
    const { controller } = hold;
    const analyst = this.engines.choose(job.engine);
    const key = request.cache === 'bypass' ? job.id : cacheKey(request, analyst.description, client);
    const cached = await this.afterOthers(key, request, client, controller.signal);
    if (cached) return { analysis: cached, cost: costOfNothing(request) };
    const order: AnalysisOrder = { request, client, analyst, reportId };
    const stages = new StageLog(job.cost ?? costOfNothing(request), kept);
    stages.keepIn(Promise.resolve(hold));
    const plan = () => ({ order, stages, controller, job: Promise.resolve(job) });
    return this.flights.ride(key, plan, (flight) => flight.result);
  }

  /** Lets equal runs of this process come to their end; null where what they made is of no use here. */
  private async afterOthers(
    key: string,
    request: AnalysisRequest,
    client: string,
    signal: AbortSignal,
  ): Promise<CompletedAnalysis | null> {
    for (;;) {
      const cached = request.cache === 'use' ? await this.cache.find(key, client) : null;
      const landing = this.flights.landing(key);
      if (cached || !landing) return cached?.analysis ?? null;
      await unlessAborted(landing, signal);
    }
  }
}
