import type { StoredReport } from '../../ports/report-storage.port.js';
import { percent } from '../explain.js';
import { plural } from '../plural.js';
import { readable } from '../readable.js';
import type { Report } from '../report.schema.js';
import { ReportView } from '../report-view.js';
import { closingChapters } from './closing-chapters.js';
import type { Cover, ReportDocument } from './document.js';
import { frameworkChapter } from './framework-chapter.js';
import { summaryChapter } from './summary-chapter.js';

/** Puts a stored report into the words and the order of the printed document. Pure. */
export function composeReport(stored: StoredReport): ReportDocument {
  const view = new ReportView(stored);
  return {
    title: `${view.company}: strategic analysis`,
    language: view.report.language,
    generatedAt: view.report.generated_at,
    cover: coverOf(view),
    chapters: [summaryChapter(view), ...view.sections.map(frameworkChapter), ...closingChapters(view)],
  };
}

function coverOf(view: ReportView): Cover {
  const { report } = view;
  return {
    company: view.company,
    subtitle: [view.industry, longDate(report.generated_at)].filter((part) => part !== null).join(' · '),
    facts: [
      { name: 'Frameworks', value: view.sections.map(({ title }) => title).join(', ') },
      { name: 'Basis', value: basisOf(report, view.citations.length) },
      { name: 'Confidence', value: percent(report.confidence_score) },
      { name: 'Report', value: report.report_id },
    ],
    notices: noticesOf(view),
    disclaimer: readable(report.disclaimer),
  };
}

function basisOf({ sources, claims }: Report, passages: number): string {
  if (sources.length === 0 && passages === 0) return 'No sources were given.';
  const stated = claims.filter(({ origin }) => origin !== 'hypothesis').length;
  return `${plural(sources.length, 'source')}, ${plural(stated, 'statement')}, ${plural(passages, 'quoted passage')}`;
}

function noticesOf({ report, sections }: ReportView): string[] {
  const failed = sections.filter(({ status }) => status === 'failed').map(({ title }) => title);
  const other = report.partial_reasons.filter((reason) => !reason.endsWith('_failed'));
  return [
    ...(failed.length > 0 ? [`This report is incomplete: ${failed.join(', ')} could not be done.`] : []),
    ...other.map((reason) => `This report is incomplete: ${reason.replaceAll('_', ' ')}.`),
    ...(report.confidence_score === 0
      ? ['No statement of this report rests on evidence. What it holds are questions to research.']
      : []),
  ];
}

const LONG_DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const longDate = (iso: string) => LONG_DATE.format(new Date(iso));
