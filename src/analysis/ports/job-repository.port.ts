import type { AnalysisRequest } from '../analysis-request.js';
import type { JobRecord, JobStatus, JobWrite, JobEvent, KeptStage, NewJobEvent } from './job-record.js';
import type { PageMark } from './report-repository.port.js';

/** The words that this port speaks: one import for those who use or implement it. */
export * from './job-record.js';

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
  /** Null only where the job is finished already. */
  readonly request: AnalysisRequest | null;
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
  /**
   * How many jobs are pending. Asked before each is accepted, so it costs next to nothing: what other processes have added
   * or done in the last two seconds may be missing.
   */
  abstract pending(): Promise<number>;
  /** Removes at most `limit` jobs that were finished before, with their events and keys; tells how many. */
  abstract removeFinished(before: string, limit: number): Promise<number>;
  /** Removes keys past their time. */
  abstract removeExpiredKeys(now: string): Promise<void>;
}
