import type { AnalysisRequest } from '../analysis-request.js';
import type { IdempotencyKey, JobRecord, KeptStage, NewJobEvent } from './job-repository.port.js';
import type { ReportRecord } from './report-repository.port.js';
import type { UsageEntry } from './usage-repository.port.js';

/** A job with all that is kept beside it. */
export interface WholeJob {
  readonly record: JobRecord;
  /** Null once it is finished. */
  readonly request: AnalysisRequest | null;
  readonly stages: readonly KeptStage[];
  readonly events: readonly NewJobEvent[];
  readonly key: IdempotencyKey | null;
}

export interface InventoryCounts {
  readonly reports: number;
  readonly jobs: number;
  readonly usage: number;
}

/** How much a database holds, whosever it is. */
export abstract class Inventory {
  abstract counts(): Promise<InventoryCounts>;
}

/** The next `limit` after the id `after`, in the order of ids; the empty text stands before all of them. */
export type NextPage<T> = (after: string, limit: number) => Promise<readonly T[]>;

/** Everything that a database holds, to be moved into another one. Reading changes nothing. */
export abstract class FullInventory extends Inventory {
  abstract readonly reports: NextPage<ReportRecord>;
  abstract readonly jobs: NextPage<WholeJob>;
  abstract readonly usage: NextPage<UsageEntry>;
}
