import Negotiator from 'negotiator';
import { AppError } from '../errors/errors.js';
import type { StoredReport } from './ports/report-storage.port.js';
import { PAGE_POLICY, type PdfWriter, renderHtml, renderMarkdown } from './report/report.js';

/** One way in which a report can be had. */
export interface ReportFormat {
  readonly extension: string;
  readonly mediaType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Counted up when the same report comes out differently. */
  readonly version: number;
  render(order: RenderingOrder): string | Buffer | Promise<string | Buffer>;
}

export interface RenderingOrder {
  readonly stored: StoredReport;
  readonly pdf: PdfWriter;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export type FormatName = 'json' | 'markdown' | 'html' | 'pdf';

const UTF_8 = '; charset=utf-8';

export const FORMATS: Readonly<Record<FormatName, ReportFormat>> = {
  json: {
    extension: 'json',
    mediaType: 'application/json',
    headers: { 'Content-Type': `application/json${UTF_8}` },
    version: 1,
    render: ({ stored: { report } }) => JSON.stringify(report),
  },
  markdown: {
    extension: 'md',
    mediaType: 'text/markdown',
    headers: { 'Content-Type': `text/markdown${UTF_8}` },
    version: 1,
    render: ({ stored }) => renderMarkdown(stored),
  },
  html: {
    extension: 'html',
    mediaType: 'text/html',
    headers: {
      'Content-Type': `text/html${UTF_8}`,
      'Content-Security-Policy': `${PAGE_POLICY}; frame-ancestors 'none'`,
    },
    version: 1,
    render: ({ stored }) => renderHtml(stored),
  },
  pdf: {
    extension: 'pdf',
    mediaType: 'application/pdf',
    headers: { 'Content-Type': 'application/pdf' },
    version: 1,
    render: async ({ stored, pdf, signal }) => pdf.write(stored, signal),
  },
};

const NAMES = Object.keys(FORMATS) as FormatName[];

/** The format asked for by name, else the best that `Accept` allows. @throws AppError `not_acceptable` */
export function chooseFormat(name: string | undefined, accept: string | undefined): FormatName {
  const found = name === undefined ? negotiate(accept) : NAMES.find((known) => known === name.toLowerCase());
  if (found) return found;
  const path = name === undefined ? 'Accept' : 'format';
  throw new AppError('not_acceptable', `A report can be had as ${NAMES.join(', ')}.`, {
    details: [{ path, message: 'names no format that a report can be had in' }],
  });
}

function negotiate(accept: string | undefined): FormatName | undefined {
  const types = NAMES.map((name) => FORMATS[name].mediaType);
  const best = new Negotiator({ headers: { accept } }).mediaType(types);
  return NAMES.find((name) => FORMATS[name].mediaType === best);
}

/** RFC 6266: a plain ASCII name, and the real one for whoever can read it; neither can leave its header. */
export function fileName(company: string, extension: string): string {
  const ascii = company
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  const name = `${ascii || 'report'}-analysis.${extension}`;
  const full = encodeURIComponent(`${company.replace(/[/\\]/g, '-')} analysis.${extension}`).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${name}"; filename*=UTF-8''${full}`;
}
