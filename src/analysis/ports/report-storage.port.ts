import type { Source } from '../analysis-request.js';
import type { Report } from '../report/report.schema.js';

/** A report and the texts that its citations point into: kept together, deleted together. */
export interface StoredReport {
  readonly report: Report;
  readonly sources: readonly Source[];
}

/** One of the forms in which a client can have a report. */
export interface Rendering {
  /** Its file's name within the report, another one whenever the same report comes out differently, e.g. `1.pdf`. */
  readonly name: string;
  readonly mediaType: string;
  /** Content-Disposition of the answer. */
  readonly disposition: string;
  readonly make: () => Promise<string | Buffer>;
}

/** Where reports lie. Storing comes before registering, deleting after: clients never see half a report. */
export abstract class ReportStorage {
  /** Writes it whole or not at all. Ids are UUIDs made by the service. @throws AppError `conflict` where it exists. */
  abstract put(id: string, stored: StoredReport): Promise<void>;
  /** Null where there is none. */
  abstract get(id: string): Promise<StoredReport | null>;
  /** No error where there is none. */
  abstract remove(id: string): Promise<void>;
  /**
   * An address at which the client itself can fetch a rendering for a while, which is made and kept for that; null where
   * downloads pass through the service. `remove` removes what was kept.
   */
  link(_id: string, _rendering: Rendering): Promise<string | null> {
    return Promise.resolve(null);
  }
  /** Ids of stored reports that are older than `ageSeconds`, and not older than `since`. */
  abstract stale(ageSeconds: number, since?: Date): Promise<readonly string[]>;
}
