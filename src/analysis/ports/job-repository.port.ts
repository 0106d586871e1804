import type { ErrorBody } from '../../errors/error-body.js';
import type { AnalysisRequest, EngineName } from '../analysis-request.js';
import type { FrameworkName } from '../frameworks/frameworks.js';
import type { Report } from '../report/report.schema.js';
import type { PageMark } from './report-repository.port.js';

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
}

/** What is known of a job; its request, finished stages and events are kept beside it. */
export interface JobRecord {
  /** Also the id of the report that the job makes: every attempt makes the same one. */
  readonly id: string;
  /** Who owns it; nobody else ever sees it. */
  readonly client: string;
  /** The request that started it: its log lines carry this id, wherever they are written. */
  readonly request_id: string;
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
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** While pending: not to be begun before. */
  readonly ready_at: string;
  readonly lease: Lease | null;
  /** Once completed: the job's own report, or an equal one that was there already. */
  readonly report_id: string | null;
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

/** A client's own name for a request, so that sending it twice makes one job. */
export interface IdempotencyKey {
  readonly value: string;
  readonly body_hash: string;
  readonly expires_at: string;
}

/** The job that a key stands for. */
export interface KeyUse {
  readonly job_id: string;
  readonly body_hash: string;
}

export interface NewJob {
  readonly record: Omit<JobRecord, 'last_event' | 'revision'>;
  readonly request: AnalysisRequest;
  readonly events: readonly NewJobEvent[];
  readonly stages: readonly KeptStage[];
  readonly key: IdempotencyKey | null;
}

/** Either the new job, or what the key stands for already. */
export type Created = { readonly job: JobRecord } | { readonly taken: KeyUse };

export interface JobQuery {
  readonly client: string;
  readonly status?: JobStatus;
  /** 1 to 100. */
  readonly limit: number;
  readonly after?: PageMark;
}

export interface JobPage {
  readonly records: readonly JobRecord[];
  readonly next: PageMark | null;
}

export interface JobStatistics {
  readonly counts: Readonly<Record<JobStatus, number>>;
  /** Since when the pending job that waits longest could have been begun; null where none is pending. */
  readonly oldest_ready_at: string | null;
}

/**
 * The register of jobs: the one truth about them. A row is changed only by compare-and-set on its revision, so that
 * of two writers one learns that it came too late; nothing is ever written blindly.
 */
export abstract class JobRepository {
  /** Row, request, events, stages and key at once or not at all. A key past its time counts as free. */
  abstract create(job: NewJob): Promise<Created>;
  /** What a client's key stands for at `now`; null where it is free. */
  abstract keyUse(client: string, key: string, now: string): Promise<KeyUse | null>;
  /** Null where there is none, or it is somebody else's. */
  abstract find(id: string, client: string): Promise<JobRecord | null>;
  /** For the service itself: whosever it is. */
  abstract load(id: string): Promise<JobRecord | null>;
  /** Newest first. */
  abstract list(query: JobQuery): Promise<JobPage>;
  /**
   * Compare-and-set: the new record, or null where the row is no longer at `job.revision`, or finished, or gone.
   * A final status, which comes with `finished_at`, also drops the request and the stages: they hold source texts.
   */
  abstract update(job: JobRecord, write: JobWrite): Promise<JobRecord | null>;
  /** Null once the job is finished. */
  abstract request(id: string): Promise<AnalysisRequest | null>;
  abstract stages(id: string): Promise<readonly KeptStage[]>;
  /** At most `limit` events with a number above `after`, in their order. */
  abstract events(id: string, after: number, limit: number): Promise<readonly JobEvent[]>;
  /** Ids of at most `limit` pending jobs that may be begun at `now`, the longest waiting first. */
  abstract ready(now: string, limit: number): Promise<readonly string[]>;
  /** At most `limit` jobs being processed. */
  abstract processing(limit: number): Promise<readonly JobRecord[]>;
  abstract statistics(): Promise<JobStatistics>;
  /** Removes at most `limit` jobs that were finished before, with their events and keys; tells how many. */
  abstract removeFinished(before: string, limit: number): Promise<number>;
  /** Removes keys past their time. */
  abstract removeExpiredKeys(now: string): Promise<void>;
}
