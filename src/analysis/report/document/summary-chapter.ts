import { explainScore } from '../explain.js';
import { readable } from '../readable.js';
import type { ReportView } from '../report-view.js';
import type { Block, Chapter } from './document.js';
import { referring } from './statement-lines.js';

const HOW_TO_READ =
  'How to read this report: every statement carries a number such as c1, the same in each format of the report. A mark such as [1] leads to the quoted passage under Evidence. A statement marked “unverified” did not pass the check of its quotes and figures. A hypothesis is a question to research, never a finding.';

/** For the reader with one minute. */
export function summaryChapter(view: ReportView): Chapter {
  return {
    id: 'summary',
    title: 'Executive summary',
    status: null,
    ownPage: true,
    blocks: [
      ...recommendation(view),
      ...keyFindings(view),
      ...nextSteps(view),
      { kind: 'heading', text: 'Confidence' },
      { kind: 'text', look: 'body', text: explainScore(view.report) },
      { kind: 'text', look: 'note', text: HOW_TO_READ },
    ],
  };
}

function keyFindings({ keyFindings: found }: ReportView): Block[] {
  const block: Block =
    found.length > 0
      ? { kind: 'statements', marks: 'numbers', statements: found.map(referring) }
      : { kind: 'text', look: 'body', text: 'No finding rests on evidence.' };
  return [{ kind: 'heading', text: 'Key findings' }, block];
}

function recommendation({ recommendation: first }: ReportView): Block[] {
  if (!first) return [];
  const statements = [referring(first)];
  return [
    {
      kind: 'panel',
      tone: 'accent',
      title: 'Recommendation',
      blocks: [{ kind: 'statements', marks: 'none', statements }],
    },
  ];
}

function nextSteps({ report }: ReportView): Block[] {
  const items = report.executive_summary.next_steps.map(readable);
  return items.length > 0
    ? [
        { kind: 'heading', text: 'Next steps' },
        { kind: 'list', items },
      ]
    : [];
}
