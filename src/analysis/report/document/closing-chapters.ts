import { capitalised } from '../capitalised.js';
import { explainEngine, explainScore, explainSources, measuresOf } from '../explain.js';
import { readable } from '../readable.js';
import type { Report } from '../report.schema.js';
import type { ReportView } from '../report-view.js';
import type { Block, Chapter, Fact, Link } from './document.js';
import { anchored } from './statement-lines.js';

/** What stands behind the frameworks: recommendations, evidence, sources, and how far to trust it all. */
export function closingChapters(view: ReportView): Chapter[] {
  const { report } = view;
  return [
    ...chapter('recommendations', 'Recommendations', recommendations(view)),
    ...chapter('evidence', 'Evidence', evidence(view), view.citations.length > 0),
    ...chapter('sources', 'Sources', sources(view)),
    ...chapter('confidence', 'Confidence', confidence(report)),
    ...chapter('warnings', 'Warnings', warnings(report)),
    ...chapter('engine', 'Engine and limits', engine(report)),
  ];
}

const chapter = (id: string, title: string, blocks: readonly Block[], ownPage = false): Chapter[] =>
  blocks.length > 0 ? [{ id, title, status: null, ownPage, blocks }] : [];

const text = (words: string, look: 'body' | 'note' = 'body'): Block => ({ kind: 'text', look, text: words });

function recommendations({ recommendations: list }: ReportView): Block[] {
  const statements = list.map((each) => anchored(each, `${capitalised(each.priority)} priority`));
  return statements.length > 0 ? [{ kind: 'statements', marks: 'numbers', statements }] : [];
}

const evidence = ({ citations: passages }: ReportView): Block[] =>
  passages.length > 0
    ? [
        text('The quoted words stand in colour, with what surrounds them in the source.', 'note'),
        { kind: 'passages', passages },
      ]
    : [text('No passage is cited.')];

function sources({ report, citations }: ReportView): Block[] {
  const rows = report.sources.map(({ title, id, type, published_at, characters }) => [
    readable(title),
    id,
    type.replaceAll('_', ' '),
    published_at ?? 'not given',
    characters.toLocaleString('en'),
  ]);
  const links = citations.flatMap(({ url, sourceTitle }) => (url ? [{ title: sourceTitle, url }] : []));
  return [
    text(explainSources(report)),
    ...(rows.length > 0
      ? [{ kind: 'table', columns: ['Title', 'Id', 'Type', 'Published', 'Characters'], rows } as const]
      : []),
    ...(links.length > 0
      ? ([
          { kind: 'heading', text: 'Web pages' },
          { kind: 'links', links: distinct(links) },
        ] as const)
      : []),
  ];
}

const distinct = (links: readonly Link[]) => [...new Map(links.map((link) => [link.url, link])).values()];

function confidence(report: Report): Block[] {
  const { score } = report.confidence;
  return [
    text(explainScore(report)),
    ...(score > 0 ? [{ kind: 'measures', measures: measuresOf(report) } as const] : []),
  ];
}

const warnings = ({ warnings: list }: Report): Block[] =>
  list.length > 0 ? [{ kind: 'list', items: list.map(readable) }] : [];

function engine(report: Report): Block[] {
  const facts: Fact[] = [
    { name: 'Report', value: report.report_id },
    { name: 'Made', value: `${report.generated_at.slice(0, 16).replace('T', ' ')} UTC` },
    { name: 'Depth', value: report.depth },
    { name: 'Language', value: report.language },
  ];
  return [...explainEngine(report).map((line) => text(line)), { kind: 'facts', facts }];
}
