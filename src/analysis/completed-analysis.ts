import type { Report } from './report/report.schema.js';

/**
 * A finished analysis as the pieces that answers are made of. They are never parsed on the way from the cache to the
 * socket, and encoded once: doing either again for each answer would cost more than all the rest.
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

  /** Both without their closing brace, in UTF-8; made with the first answer. */
  private bytes: { readonly head: Buffer; readonly report: Buffer } | null = null;

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

  /** The body of POST /analyze, in UTF-8. */
  answer(seconds: number, cacheAgeSeconds: number | null): Buffer {
    this.bytes ??= { head: open(this.head), report: open(this.report) };
    const cache = JSON.stringify({ hit: cacheAgeSeconds !== null, age_seconds: cacheAgeSeconds });
    return Buffer.concat([
      this.bytes.head,
      Buffer.from(`,"execution_time_seconds":${seconds.toFixed(3)},"report":`),
      this.bytes.report,
      Buffer.from(`,"cache":${cache}}}`),
    ]);
  }
}

/** A JSON object to which members can be added. */
const open = (object: string) => Buffer.from(object.slice(0, -1));
