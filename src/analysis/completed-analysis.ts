import type { Report } from './report/report.schema.js';

/**
 * A finished analysis as the texts that answers are made of. It stays text from the cache to the socket:
 * reading and writing a report of 100 kB again for each answer would cost more than all the rest.
 */
export class CompletedAnalysis {
  private constructor(
    readonly reportId: string,
    /** The answer but for its time, and the report but for its cache section: two JSON objects. */
    private readonly head: string,
    private readonly report: string,
    readonly confidence: number,
  ) {}

  static of(report: Report): CompletedAnalysis {
    const { cache: _cache, ...rest } = report;
    const head = {
      status: report.partial ? 'partial_success' : 'success',
      report_id: report.report_id,
      report_url: `/reports/${report.report_id}`,
      executive_summary: report.executive_summary,
      confidence: report.confidence_score,
      generated_at: report.generated_at,
    };
    return new CompletedAnalysis(
      report.report_id,
      JSON.stringify(head),
      JSON.stringify(rest),
      report.confidence_score,
    );
  }

  /** Reads what `toText` wrote. */
  static fromText(text: string): CompletedAnalysis {
    const [id = '', confidence = '', head = '', report = ''] = text.split('\n', 4);
    return new CompletedAnalysis(id, head, report, Number(confidence));
  }

  /** One line each; JSON holds no line break. */
  toText(): string {
    return [this.reportId, this.confidence, this.head, this.report].join('\n');
  }

  /** The body of POST /analyze. */
  answer(seconds: number, cacheAgeSeconds: number | null): string {
    const cache = JSON.stringify({ hit: cacheAgeSeconds !== null, age_seconds: cacheAgeSeconds });
    const report = `${this.report.slice(0, -1)},"cache":${cache}}`;
    return `${this.head.slice(0, -1)},"execution_time_seconds":${seconds.toFixed(3)},"report":${report}}`;
  }
}
