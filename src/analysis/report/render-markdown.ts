import type { StoredReport } from '../ports/report-storage.port.js';
import { explainConfidence, explainEngine, explainSources, explainStatus } from './explain.js';
import { type NumberedCitation, ReportView, type SectionView } from './report-view.js';
import type { Item } from './section.schema.js';

/** Text as Markdown shows it letter by letter: CommonMark lets every ASCII punctuation mark be escaped. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/&(?=[#\w]+;)/g, '\\&')
    .replace(/^([-+=]|\d+[.)])/, '\\$1');

/** The report as a Markdown document; claims carry the ids of the JSON report as anchors. */
export function renderMarkdown(stored: StoredReport): string {
  const view = new ReportView(stored);
  const { report } = view;
  const parts = [
    `# ${escapeMarkdown(report.company)}: strategic analysis`,
    [report.industry, report.executive_summary.analysis_date]
      .filter((part) => part !== null)
      .map(escapeMarkdown)
      .join(' · '),
    '## Executive summary',
    summary(view),
    ...view.sections.map((section) => renderSection(section, view)),
    ...recommendations(view),
    '## Evidence',
    view.citations.map(renderCitation).join('\n') || 'No passage is cited.',
    '## Sources',
    sources(view),
    '## Confidence',
    list(explainConfidence(report)),
    '## Engine and limits',
    list([...explainEngine(report), ...report.partial_reasons.map((reason) => `Incomplete: ${reason}.`)]),
    ...(report.warnings.length > 0 ? ['## Warnings', list(report.warnings.map(escapeMarkdown))] : []),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');

/** `text [1](#cite-1)`, with an anchor under the claim's id at its first place. */
function renderItem(item: Item, view: ReportView, anchored: boolean): string {
  const marks = view.numbersOf(item.claim_id).map((number) => `[\\[${number}\\]](#cite-${number})`);
  const doubt = view.isUnverified(item.claim_id) ? ' *(unverified)*' : '';
  const anchor = anchored ? `<a id="${item.claim_id}"></a>` : '';
  return [`${anchor}${escapeMarkdown(item.text)}${doubt}`, ...marks].join(' ');
}

function summary(view: ReportView): string {
  const { executive_summary: facts } = view.report;
  const findings = facts.key_findings.map((item) => renderItem(item, view, false));
  const parts = [
    findings.length > 0 ? list(findings) : 'No finding rests on evidence.',
    facts.strategic_recommendation &&
      `**Recommendation:** ${renderItem(facts.strategic_recommendation, view, false)}`,
    `**Confidence:** ${facts.confidence_score.toFixed(2)} of 1. ${explainSources(view.report)}`,
    facts.next_steps.length > 0 ? `**Next steps**\n\n${list(facts.next_steps.map(escapeMarkdown))}` : null,
  ];
  return parts.filter((part) => part !== null).join('\n\n');
}

function renderSection(section: SectionView, view: ReportView): string {
  const buckets = section.buckets
    .filter(({ items, note }) => items.length > 0 || note !== null)
    .map(({ title, score, note, items }) => {
      const heading = `### ${title}${score === null ? '' : ` (${score} of 5)`}`;
      const lines = items.map((item) => renderItem(item, view, true));
      return [heading, note, lines.length > 0 ? list(lines) : null]
        .filter((part) => part !== null)
        .join('\n\n');
    });
  const questions = section.hypotheses.map(
    ({ claim_id, text, question, evidence_needed }) =>
      `<a id="${claim_id}"></a>${escapeMarkdown(text)} Question: ${escapeMarkdown(question)} ` +
      `Evidence needed: ${escapeMarkdown(evidence_needed)}`,
  );
  return [
    `## ${section.title}`,
    explainStatus(section) + (section.intensity === null ? '' : ` Overall intensity: ${section.intensity}.`),
    ...buckets,
    ...(questions.length > 0 ? ['### Hypotheses to test (no evidence yet)', list(questions)] : []),
  ].join('\n\n');
}

function recommendations(view: ReportView): string[] {
  const lines = view.report.recommendations.map(
    (each) => `(${each.priority}) ${renderItem(each, view, true)}`,
  );
  return lines.length > 0 ? ['## Recommendations', list(lines)] : [];
}

function renderCitation({ number, quote, sourceTitle, url }: NumberedCitation): string {
  const where =
    url === null ? escapeMarkdown(sourceTitle) : `${escapeMarkdown(sourceTitle)} (${escapeMarkdown(url)})`;
  return `${number}. <a id="cite-${number}"></a>“${escapeMarkdown(quote)}” (${where})`;
}

function sources(view: ReportView): string {
  const lines = view.report.sources.map(({ id, title, type, published_at }) =>
    [`${escapeMarkdown(title)} (${escapeMarkdown(id)})`, type.replaceAll('_', ' '), published_at]
      .filter((part) => part !== null)
      .join(', '),
  );
  return lines.length > 0 ? list(lines) : explainSources(view.report);
}
