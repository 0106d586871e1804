import type { ErrorBody } from '../../errors/error-body.js';
import type { Finished } from '../analysis-flights.js';
import type {
  JobChange,
  JobRecord,
  JobWrite,
  KeptStage,
  Lease,
  NewJobEvent,
} from '../ports/job-repository.port.js';

/** Events that end a job's log; each has the name of the final status. */
export type FinalEvent = 'completed' | 'failed' | 'cancelled';

type Facts = Readonly<Record<string, unknown>>;

/** Pure: what is written at each step in the life of a job. Every event tells where the job stands after it. */
function step(job: JobRecord, name: string, now: Date, change: JobChange, facts: Facts = {}): JobWrite {
  return { change, events: [eventOf({ ...job, ...change }, name, now, facts)] };
}

export function eventOf(
  job: Omit<JobRecord, 'last_event' | 'revision'>,
  name: string,
  now: Date,
  facts: Facts = {},
): NewJobEvent {
  const { id, status, phase, progress, attempt } = job;
  return { name, at: now.toISOString(), data: { job_id: id, status, phase, progress, attempt, ...facts } };
}

export const begun = (job: JobRecord, lease: Lease, now: Date): JobWrite =>
  step(job, 'started', now, {
    status: 'processing',
    attempt: job.attempt + 1,
    started_at: job.started_at ?? now.toISOString(),
    lease,
  });

/** What was reached once stays so for the rest of the attempt. */
const reaching = (reached: 'stage' | 'result', { lease }: JobRecord): Lease | null =>
  lease && (lease.reached === 'result' ? lease : { ...lease, reached });

export const stageBegun = (job: JobRecord, stage: string, now: Date): JobWrite =>
  step(job, 'progress', now, { phase: stage, lease: reaching('stage', job) }, { stage, state: 'started' });

export const stageFinished = (
  job: JobRecord,
  stage: KeptStage,
  change: Pick<JobRecord, 'progress' | 'cost'>,
  now: Date,
): JobWrite => ({
  ...step(
    job,
    'progress',
    now,
    { ...change, lease: reaching('result', job) },
    { stage: stage.name, state: 'finished' },
  ),
  stage,
});

/** What earlier attempts paid stays paid where the report comes from somebody else in the end. */
export const completed = (job: JobRecord, { analysis, cost: made }: Finished, now: Date): JobWrite => {
  const report_id = analysis.reportId;
  const cost = made.calls === 0 ? (job.cost ?? made) : made;
  return finish(job, 'completed', now, { progress: 1, report_id, cost }, { report_id });
};

export const failed = (job: JobRecord, error: ErrorBody, now: Date): JobWrite =>
  finish(job, 'failed', now, { error }, { error });

export const cancelled = (job: JobRecord, now: Date): JobWrite => finish(job, 'cancelled', now, {});

/** To be tried again. */
export const postponed = (job: JobRecord, code: string, readyAt: Date, now: Date): JobWrite =>
  wait(job, 'retrying', now, { ready_at: readyAt.toISOString() }, { code, ready_at: readyAt.toISOString() });

/** Given back in good order: the attempt does not count. */
export const returned = (job: JobRecord, now: Date): JobWrite =>
  wait(job, 'returned', now, { ready_at: now.toISOString(), attempt: Math.max(0, job.attempt - 1) });

/** Taken from a process that was killed. */
export const recovered = (job: JobRecord, spared: number, readyAt: Date, now: Date): JobWrite =>
  wait(job, 'recovered', now, { ready_at: readyAt.toISOString(), spared });

function wait(job: JobRecord, name: string, now: Date, change: JobChange, facts: Facts = {}): JobWrite {
  return step(job, name, now, { ...change, status: 'pending', lease: null }, facts);
}

function finish(
  job: JobRecord,
  status: FinalEvent,
  now: Date,
  change: JobChange,
  facts: Facts = {},
): JobWrite {
  return step(job, status, now, { ...change, status, finished_at: now.toISOString(), lease: null }, facts);
}
