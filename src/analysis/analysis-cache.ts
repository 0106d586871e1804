import { Injectable } from '@nestjs/common';
import { Log } from '../logging/log.js';
import { CacheMetrics } from '../metrics/metrics.js';
import { logCompleted } from './analysis-completed.js';
import { CompletedAnalysis } from './completed-analysis.js';
import { Cache } from './ports/cache.port.js';
import type { Report } from './report/report.schema.js';
import { ReportArchive } from './report-archive.js';

const TTL_SECONDS = 3600;
/** Of the entries that were read last, the analyses stay ready to be sent; about 10 MB at 100 kB each. */
const MOST_READY = 100;

export interface CachedAnalysis {
  readonly analysis: CompletedAnalysis;
  readonly ageSeconds: number;
}

/** Finished analyses for an hour. A cache that fails costs time: it is reported, and the analysis is made. */
@Injectable()
export class AnalysisCache {
  /** By the key, with the text that each was read from: another text is another analysis. */
  private readonly ready = new Map<string, { readonly text: string; readonly analysis: CompletedAnalysis }>();

  constructor(
    private readonly cache: Cache,
    private readonly archive: ReportArchive,
    private readonly metrics: CacheMetrics,
    private readonly log: Log,
  ) {}

  /** Null where there is none, or its report has been deleted since. */
  async find(key: string, client: string): Promise<CachedAnalysis | null> {
    const found = await this.look(key, client);
    if (found) this.metrics.hit();
    else this.metrics.miss();
    return found;
  }

  /** Runs `work` while no other process works at the same; it gets what another made meanwhile, or null. */
  alone<T>(
    key: string,
    client: string,
    signal: AbortSignal,
    work: (made: CompletedAnalysis | null) => Promise<T>,
  ): Promise<T> {
    return this.cache.alone(key, signal, async () => {
      const found = await this.look(key, client);
      return work(found?.analysis ?? null);
    });
  }

  /** Partial results are never kept: the next try may be whole. */
  async keep(key: string, report: Report, analysis: CompletedAnalysis): Promise<void> {
    if (report.partial) return;
    await this.cache.set(key, analysis.toText(), TTL_SECONDS).catch((error: unknown) => {
      this.log.warning('cache_write_failed', {}, error);
    });
  }

  private async look(key: string, client: string): Promise<CachedAnalysis | null> {
    const started = performance.now();
    const entry = await this.cache.get(key).catch((error: unknown) => {
      this.log.warning('cache_read_failed', {}, error);
      return null;
    });
    if (!entry) return null;
    const analysis = this.read(key, entry.value);
    if (!(await this.archive.exists(analysis.reportId, client))) return null;
    const { reportId, confidence, partial } = analysis;
    logCompleted(this.log, { reportId, confidence, partial, started, costUsd: 0, cached: true });
    return { analysis, ageSeconds: entry.ageSeconds };
  }

  private read(key: string, text: string): CompletedAnalysis {
    const ready = this.ready.get(key);
    // The last to be used stands last.
    this.ready.delete(key);
    const analysis = ready?.text === text ? ready.analysis : CompletedAnalysis.fromText(text);
    this.ready.set(key, { text, analysis });
    for (const oldest of this.ready.keys()) {
      if (this.ready.size <= MOST_READY) break;
      this.ready.delete(oldest);
    }
    return analysis;
  }
}
