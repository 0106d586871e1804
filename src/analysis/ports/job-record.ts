import type { ErrorBody } from '../../errors/error-body.js';
import type { EngineName } from '../analysis-request.js';
import type { FrameworkName } from '../frameworks/frameworks.js';
import type { Report } from '../report/report.schema.js';

export const JOB_STATUSES = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A job in such a status never changes again. */
export const isFinal = (status: JobStatus): boolean => status !== 'pending' && status !== 'processing';

/** The right to work on a job. Who holds another token, or none, writes nothing. */
export interface Lease {
  /** The process that holds it. */
  readonly owner: string;
  /** New with every attempt. */
  readonly token: string;
  /** When it ends unless it is renewed. Times are ISO 8601, UTC, milliseconds, here and below. */
  readonly until: string;
  /** How far its holder has come: nowhere yet, into a stage, or beyond one. */
  readonly reached: 'nothing' | 'stage' | 'result';
}

/** What is known of a job; its request, finished stages and events are kept beside it. */
export interface JobRecord {
  /** Also the id of the report that the job makes: every attempt makes the same one. */
  readonly id: string;
  /** Who owns it; nobody else ever sees it. */
  readonly client: string;
  /** The request that started it: its log lines carry this id, wherever they are written. */
  readonly request_id: string;
  /** The `traceparent` of that request: its trace goes on with the job. Absent where tracing was off. */
  readonly traceparent?: string;
  readonly company: string;
  readonly frameworks: readonly FrameworkName[];
  /** Chosen when the job was accepted: kept stages belong to it. */
  readonly engine: EngineName;
  readonly status: JobStatus;
  /** The stage that was begun last. */
  readonly phase: string | null;
  /** 0 to 1; 1 only when completed. */
  readonly progress: number;
  /** How often it was begun; an attempt that an orderly shutdown interrupted does not count. */
  readonly attempt: number;
  /** How many of them were lost with their process through no fault of the job: no reason to give up. Absent: none. */
  readonly spared?: number;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** While pending: not to be begun before. */
  readonly ready_at: string;
  readonly lease: Lease | null;
  /** Once completed: the job's own report, or an equal one that was there already. */
  readonly report_id: string | null;
  /** What was spent so far, in all attempts; null until a stage is finished. */
  readonly cost: Report['cost'] | null;
  readonly error: ErrorBody | null;
  /** The number of the last event. */
  readonly last_event: number;
  /** Opaque; another after every write. */
  readonly revision: string;
}

export type JobChange = Partial<
  Pick<
    JobRecord,
    | 'status'
    | 'phase'
    | 'progress'
    | 'attempt'
    | 'spared'
    | 'started_at'
    | 'finished_at'
    | 'ready_at'
    | 'lease'
    | 'report_id'
    | 'cost'
    | 'error'
  >
>;

export interface NewJobEvent {
  readonly name: string;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events of a job are numbered 1, 2, 3 … */
export interface JobEvent extends NewJobEvent {
  readonly id: number;
}

/** The result of a finished stage: plain JSON. */
export interface KeptStage {
  readonly name: string;
  readonly result: unknown;
}

/** One step in the life of a job: all of it is written, or nothing. */
export interface JobWrite {
  readonly change: JobChange;
  readonly events?: readonly NewJobEvent[];
  readonly stage?: KeptStage;
}
