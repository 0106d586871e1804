import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Log } from '../../logging/log.js';
import { RequestContext } from '../../request-context/request-context.js';
import { type AnalysisFlight, AnalysisFlights } from '../analysis-flights.js';
import type { JobRecord, KeptStage } from '../ports/job-repository.port.js';
import type { StageKeeper } from '../stage-log.js';
import { JobConclusion } from './job-conclusion.js';
import { JobHold } from './job-hold.js';
import { JobJournal } from './job-journal.js';
import { eventOf } from './job-steps.js';
import { newLease } from './lease.js';
import { newRecord } from './new-job.js';
import { progressOf } from './progress.js';

/**
 * Makes a job of a run that takes longer than its client wants to wait. The run goes on where it is: it becomes a row
 * that this process holds already, with the stages that are finished. A run that ends in time never touches the
 * register, so that an analysis of a few milliseconds stays one.
 */
@Injectable()
export class JobPromotion {
  constructor(
    private readonly journal: JobJournal,
    private readonly flights: AnalysisFlights,
    private readonly conclusion: JobConclusion,
    private readonly context: RequestContext,
    private readonly log: Log,
  ) {}

  /** The job that the flight is from now on; the same for all who ask. To be called by a passenger. */
  promote(flight: AnalysisFlight): Promise<JobRecord> {
    flight.job ??= this.register(flight);
    return flight.job;
  }

  private async register(flight: AnalysisFlight): Promise<JobRecord> {
    const { promise, resolve, reject } = Promise.withResolvers<StageKeeper>();
    promise.catch(() => undefined);
    try {
      const stages = flight.stages.keepIn(promise);
      const hold = await this.hold(flight, stages);
      resolve(hold);
      this.log.info('job_enqueued', { job_id: hold.job.id, promoted: true });
      void this.flights.ride(flight.key, neverLaunched, () => this.conclusion.attend(hold, flight.result));
      return hold.job;
    } catch (error) {
      reject(error);
      flight.job = null;
      throw error;
    }
  }

  private async hold(flight: AnalysisFlight, stages: readonly KeptStage[]): Promise<JobHold> {
    const { order, controller } = flight;
    const now = new Date();
    const planned = order.analyst.stages(order.request);
    const finished = stages.map(({ name }) => name);
    const record = {
      ...newRecord(order, this.context.requestId ?? randomUUID(), now),
      status: 'processing' as const,
      attempt: 1,
      started_at: now.toISOString(),
      progress: progressOf(planned, new Set(finished)),
      lease: { ...newLease(now), reached: finished.length > 0 ? ('result' as const) : ('stage' as const) },
      cost: finished.length > 0 ? flight.stages.spent : null,
    };
    const events = [eventOf(record, 'enqueued', now), eventOf(record, 'started', now)];
    const created = await this.journal.create({ record, request: order.request, events, stages, key: null });
    if (!('job' in created)) throw new Error('A job without a key met a key.');
    return new JobHold(created.job, this.journal, controller, { planned, finished });
  }
}

const neverLaunched = () => {
  throw new Error('Whoever makes a job of a flight is a passenger: the flight is in the air.');
};
