import type { EngineName } from '../analysis-request.js';
import type { FrameworkName } from '../frameworks/frameworks.js';

/** What the database knows of a report; the report itself lies in the storage. */
export interface ReportRecord {
  readonly id: string;
  /** Who owns it; nobody else ever sees it. */
  readonly client: string;
  readonly company: string;
  readonly frameworks: readonly FrameworkName[];
  readonly engine: EngineName;
  readonly confidence_score: number;
  readonly partial: boolean;
  readonly cost_usd: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly created_at: string;
}

export interface ReportQuery {
  readonly client: string;
  /** Exact name, compared without regard to case. */
  readonly company?: string;
  /** 1 to 100. */
  readonly limit: number;
  /** `(created_at, id)` of the last record of the page before. */
  readonly after?: PageMark;
}

/** A place between two records, newest first; stays right when records come and go. */
export interface PageMark {
  readonly created_at: string;
  readonly id: string;
}

export interface ReportPage {
  readonly records: readonly ReportRecord[];
  /** Where the next page starts, or null at the end. */
  readonly next: PageMark | null;
}

/** The register of reports. A report exists for clients from `add` on, and until `remove`. */
export abstract class ReportRepository {
  /** @throws AppError `conflict` where the id exists. */
  abstract add(record: ReportRecord): Promise<void>;
  /** Null where there is none, or it is somebody else's. */
  abstract find(id: string, client: string): Promise<ReportRecord | null>;
  /** Whether there is one, and it is this client's: what `find` knows, for those who ask often. */
  abstract has(id: string, client: string): Promise<boolean>;
  /** Newest first. */
  abstract list(query: ReportQuery): Promise<ReportPage>;
  /** False where there was none, or it is somebody else's. */
  abstract remove(id: string, client: string): Promise<boolean>;
  /** Of these ids, those that are registered to anybody: for sweeping up what was stored but never registered. */
  abstract registered(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** When the oldest report of all clients was made; null where there is none. */
  abstract oldest(): Promise<Date | null>;
}
