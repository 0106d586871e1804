import type { Source } from '../analysis-request.js';
import type { Report } from '../report/report.schema.js';

/** A report and the texts that its citations point into: kept together, deleted together. */
export interface StoredReport {
  readonly report: Report;
  readonly sources: readonly Source[];
}

/** Where reports lie. Storing comes before registering, deleting after: clients never see half a report. */
export abstract class ReportStorage {
  /** Writes it whole or not at all. Ids are UUIDs made by the service. @throws AppError `conflict` where it exists. */
  abstract put(id: string, stored: StoredReport): Promise<void>;
  /** Null where there is none. */
  abstract get(id: string): Promise<StoredReport | null>;
  /** No error where there is none. */
  abstract remove(id: string): Promise<void>;
  /** Ids of stored reports that are older than `ageSeconds`. */
  abstract stale(ageSeconds: number): Promise<readonly string[]>;
}
