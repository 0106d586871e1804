import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';
import { Workers } from '../shutdown/shutdown.js';
import type { AnalysisFlight } from './analysis-flights.js';
import type { AnalysisRequest } from './analysis-request.js';
import type { CallerFacts } from './caller.js';
import type { CompletedAnalysis } from './completed-analysis.js';
import { inTime, LATE } from './deadline.js';
import { JobPromotion } from './jobs/job-promotion.js';
import type { JobRecord } from './ports/job-repository.port.js';

/** Room for the answer before REQUEST_TIMEOUT ends the request without one. */
const SHARE_OF_REQUEST = 0.9;
const NEVER = new AbortController().signal;

/**
 * How long a client waits for its analysis, and what becomes of it then. A run that ends in time costs nothing more
 * than a timer; only one that does not becomes a row in the register, with what it has finished.
 */
@Injectable()
export class Patience {
  private readonly most: number;

  constructor(
    config: Config,
    private readonly workers: Workers,
    private readonly promotion: JobPromotion,
  ) {
    this.most = config.REQUEST_TIMEOUT * SHARE_OF_REQUEST;
  }

  /**
   * The analysis, or the job that it goes on as: past the deadline, and when the service is about to end.
   * @throws AppError `deadline_exceeded` where the request asks for that rather than for a job
   */
  async wait(
    flight: AnalysisFlight,
    { on_timeout, limits }: AnalysisRequest,
    caller: CallerFacts,
  ): Promise<CompletedAnalysis | JobRecord> {
    const seconds = Math.min(limits.timeout_seconds ?? this.most, this.most);
    const hurry = on_timeout === 'job' ? this.workers.late : NEVER;
    const finished = await inTime(flight.result, seconds * 1000, caller.signal, hurry);
    if (finished !== LATE) return finished.analysis;
    if (on_timeout === 'job') return this.promotion.promote(flight);
    throw new AppError('deadline_exceeded', `The analysis took longer than ${seconds} s and was stopped.`, {
      retryable: true,
    });
  }
}
