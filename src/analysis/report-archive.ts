import { Injectable } from '@nestjs/common';
import { AppError } from '../errors/errors.js';
import { Log } from '../logging/log.js';
import type { Source } from './analysis-request.js';
import { type ReportPage, type ReportQuery, ReportRepository } from './ports/report-repository.port.js';
import { type Rendering, ReportStorage, type StoredReport } from './ports/report-storage.port.js';
import type { Report } from './report/report.schema.js';

/** Reports as their owners see them: registered and stored, or not there. */
@Injectable()
export class ReportArchive {
  constructor(
    private readonly repository: ReportRepository,
    private readonly storage: ReportStorage,
    private readonly log: Log,
  ) {}

  /**
   * Stores first: what is not registered is seen by nobody, and swept up later. Under an id that an earlier attempt of
   * the same job has stored, what that one stored stays.
   * @returns the report that is stored now.
   */
  async keep(report: Report, sources: readonly Source[], client: string): Promise<Report> {
    const { report: kept } = await this.store({ report, sources });
    await this.register(kept, client);
    return kept;
  }

  /** @throws AppError `not_found` alike for what never was, is gone, or is somebody else's. */
  async find(id: string, client: string): Promise<StoredReport> {
    const registered = await this.repository.has(id, client);
    const stored = registered && (await this.storage.get(id));
    if (stored) return stored;
    if (registered) this.log.error('report_missing_in_storage', { report_id: id });
    throw notFound();
  }

  /** Of a report that was found: where the client can fetch a rendering itself; null where it cannot. */
  async link(id: string, rendering: Rendering): Promise<string | null> {
    return this.storage.link(id, rendering);
  }

  async exists(id: string, client: string): Promise<boolean> {
    return this.repository.has(id, client);
  }

  async list(query: ReportQuery): Promise<ReportPage> {
    return this.repository.list(query);
  }

  /** Unregisters first, so that nobody sees a report whose texts are half gone. @throws AppError `not_found` */
  async remove(id: string, client: string): Promise<void> {
    if (!(await this.repository.remove(id, client))) throw notFound();
    await this.storage.remove(id);
    this.log.info('report_deleted', { report_id: id });
  }

  /** Removes what a cancelled job may have made already; no error where there is nothing. */
  async discard(id: string, client: string): Promise<void> {
    if (await this.repository.remove(id, client)) await this.storage.remove(id);
  }

  private async store(stored: StoredReport): Promise<StoredReport> {
    const id = stored.report.report_id;
    try {
      await this.storage.put(id, stored);
      return stored;
    } catch (error) {
      const earlier = isConflict(error) ? await this.storage.get(id) : null;
      if (earlier) return earlier;
      throw error;
    }
  }

  private async register(report: Report, client: string): Promise<void> {
    try {
      await this.repository.add({
        id: report.report_id,
        client,
        company: report.company,
        frameworks: report.frameworks,
        engine: report.engine.name,
        confidence_score: report.confidence_score,
        partial: report.partial,
        cost_usd: report.cost.usd,
        created_at: report.generated_at,
      });
    } catch (error) {
      if (!isConflict(error) || !(await this.exists(report.report_id, client))) throw error;
    }
  }
}

const isConflict = (error: unknown) => error instanceof AppError && error.code === 'conflict';

const notFound = () => new AppError('not_found', 'There is no such report.');
