import type { StoredReport } from '../ports/report-storage.port.js';
import { escapeMarkdown as escape } from './escape-markdown.js';
import { explainConfidence, explainEngine, explainSource, explainSources, explainStatus } from './explain.js';
import type { NumberedCitation } from './number-citations.js';
import {
  type BucketView,
  type HypothesisView,
  ReportView,
  type SectionView,
  type Statement,
} from './report-view.js';

/** The report as a Markdown document (CommonMark); claims carry the ids of the JSON report as anchors. */
export function renderMarkdown(stored: StoredReport): string {
  const view = new ReportView(stored);
  const { report } = view;
  return paragraphs([
    `# ${escape(view.company)}: strategic analysis`,
    [view.industry, report.executive_summary.analysis_date]
      .filter((part) => part !== null)
      .map(escape)
      .join(' · '),
    '## Executive summary',
    summary(view),
    ...view.sections.map(renderSection),
    ...section(
      'Recommendations',
      view.recommendations.map((each) => `${anchored(each)} (priority: ${each.priority})`),
    ),
    '## Evidence',
    view.citations.map(renderCitation).join('\n') || 'No passage is cited.',
    '## Sources',
    list(report.sources.map((source) => escape(explainSource(source)))) || explainSources(report),
    ...section('Confidence', explainConfidence(report)),
    ...section('Engine and limits', explainEngine(report)),
    ...section('Warnings', report.warnings.map(escape)),
  ]);
}

const paragraphs = (parts: readonly (string | null)[]) =>
  `${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`;

const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');

const section = (title: string, lines: readonly string[]) =>
  lines.length > 0 ? [`## ${title}`, list(lines)] : [];

const anchor = (id: string) => `<a id="${id}"></a>\`${id}\``;

/** The statement and its marks: `text [[1]](#cite-1)`. */
function shown({ text, citations, unverified }: Statement): string {
  const marks = citations.map((number) => `[\\[${number}\\]](#cite-${number})`);
  return [escape(text), ...(unverified ? ['*(unverified)*'] : []), ...marks].join(' ');
}

const anchored = (statement: Statement) => `${anchor(statement.id)} ${shown(statement)}`;
/** In the summary a claim points to its own place. */
const referring = (statement: Statement) => `[${statement.id}](#${statement.id}) ${shown(statement)}`;

function summary({ report, keyFindings, recommendation }: ReportView): string {
  const { confidence_score, next_steps } = report.executive_summary;
  return paragraphs([
    list(keyFindings.map(referring)) || 'No finding rests on evidence.',
    recommendation && `**Recommendation:** ${referring(recommendation)}`,
    `**Confidence:** ${confidence_score.toFixed(2)} of 1. ${explainSources(report)}`,
    next_steps.length > 0 ? `**Next steps**\n\n${list(next_steps.map(escape))}` : null,
  ]).trimEnd();
}

function renderSection(view: SectionView): string {
  return paragraphs([
    `## ${view.title}`,
    [explainStatus(view), view.verdict].filter((part) => part !== null).join(' '),
    ...(view.hasStatements ? view.buckets.map(renderBucket) : []),
    ...(view.hypotheses.length > 0 ? ['### Hypotheses to test (no evidence yet)'] : []),
    list(view.hypotheses.map(renderHypothesis)),
  ]).trimEnd();
}

function renderBucket({ title, rating, statements }: BucketView): string {
  const score = rating?.score == null ? '' : ` (${rating.score} of 5)`;
  const statement = list(statements.map(anchored));
  return paragraphs([
    `### ${title}${score}`,
    rating?.text ?? null,
    statement || (rating ? null : 'No evidence.'),
  ]).trimEnd();
}

const renderHypothesis = ({ id, bucketTitle, text, question, evidenceNeeded }: HypothesisView) =>
  `${anchor(id)} ${bucketTitle}: ${escape(text)} To find out: ${escape(question)} Evidence that would settle it: ${escape(evidenceNeeded)}`;

function renderCitation({ number, quote, sourceTitle, url }: NumberedCitation): string {
  const where = [sourceTitle, url]
    .filter((part) => part !== null)
    .map(escape)
    .join(', ');
  return `${number}. <a id="cite-${number}"></a>“${escape(quote)}” (${where})`;
}
