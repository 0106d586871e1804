import type { Report } from './report/report.schema.js';

/**
 * A finished analysis as the pieces that answers are made of. They are never parsed on the way from the cache to the
 * socket: that would cost more than all the rest.
 */
export class CompletedAnalysis {
  private constructor(
    readonly reportId: string,
    /** The answer but for its time, and the report but for its cache section: two JSON objects. */
    private readonly head: string,
    private readonly report: string,
    readonly confidence: number,
    readonly partial: boolean,
  ) {}

  /** The answer that was given last: most are the same for a second, and a copy of 40 kB costs as much as a small request. */
  private latest: { readonly varying: string; readonly bytes: Buffer } | null = null;

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
      report.partial,
    );
  }

  /** Reads what `toText` wrote; what is kept is never partial. */
  static fromText(text: string): CompletedAnalysis {
    const [id = '', confidence = '', head = '', report = ''] = text.split('\n', 4);
    return new CompletedAnalysis(id, head, report, Number(confidence), false);
  }

  /** One line each; JSON holds no line break. */
  toText(): string {
    return [this.reportId, this.confidence, this.head, this.report].join('\n');
  }

  /** The body of POST /analyze, in UTF-8; not to be written into. */
  answer(seconds: number, cacheAgeSeconds: number | null): Buffer {
    const time = `,"execution_time_seconds":${seconds.toFixed(3)},"report":`;
    const cache = `,"cache":{"hit":${cacheAgeSeconds !== null},"age_seconds":${cacheAgeSeconds}}}}`;
    const varying = time + cache;
    if (this.latest?.varying !== varying)
      this.latest = { varying, bytes: Buffer.from(open(this.head) + time + open(this.report) + cache) };
    return this.latest.bytes;
  }
}

/** A JSON object to which members can be added. */
const open = (object: string) => object.slice(0, -1);
