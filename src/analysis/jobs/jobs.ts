import { JobAllowance } from './job-allowance.js';
import { JobAnalysis } from './job-analysis.js';
import { JobCancellation } from './job-cancellation.js';
import { JobConclusion } from './job-conclusion.js';
import { JobDesk } from './job-desk.js';
import { JobEvents } from './job-events.js';
import { JobEventsController } from './job-events.controller.js';
import { JobHandOver } from './job-hand-over.js';
import { JobJournal } from './job-journal.js';
import { JobMetrics } from './job.metrics.js';
import { JobPromotion } from './job-promotion.js';
import { JobRecovery } from './job-recovery.js';
import { JobRetention } from './job-retention.js';
import { JobRunner } from './job-runner.js';
import { JobUpkeep } from './job-upkeep.js';
import { JobWorker } from './job.worker.js';
import { JobsController } from './jobs.controller.js';
import { RunningJobs } from './running-jobs.js';

export const JOB_CONTROLLERS = [JobsController, JobEventsController];

/** The face of the jobs: what an analysis needs that nobody waits for. Parts of AnalysisModule, since each needs the other. */
export const JOB_PROVIDERS = [
  JobAllowance,
  JobCancellation,
  JobConclusion,
  JobDesk,
  JobEvents,
  JobHandOver,
  JobJournal,
  JobMetrics,
  JobPromotion,
  RunningJobs,
];

/** What works on jobs and keeps them in order; a process that only takes requests has none of it. */
export const JOB_WORK_PROVIDERS = [JobAnalysis, JobRecovery, JobRetention, JobRunner, JobUpkeep, JobWorker];
