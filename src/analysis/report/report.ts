/** The face of the report: from findings to a report, from a report to what people read. */
export { assembleReport, type ReportFacts } from './assemble-report.js';
export { renderHtml } from './html/render-html.js';
export { PAGE_POLICY } from './html/page-style.js';
export { PdfWriter } from './pdf/pdf-writer.js';
export { renderMarkdown } from './render-markdown.js';
export { plainText } from './plain-text.js';
