import type { Layout } from '../../frameworks/frameworks.js';
import { explainStatus } from '../explain.js';
import type { BucketView, SectionView } from '../report-view.js';
import type { Block, Chapter, Field, Status } from './document.js';
import { anchored } from './statement-lines.js';

const STATUS: Readonly<Record<SectionView['status'], Status>> = {
  complete: { label: 'Complete', tone: 'accent' },
  partial: { label: 'Partial evidence', tone: 'caution' },
  insufficient_evidence: { label: 'No evidence', tone: 'caution' },
  failed: { label: 'Failed', tone: 'alarm' },
};

/** One framework as readers know it from textbooks; what has no evidence shows no empty matrix. */
export function frameworkChapter(section: SectionView): Chapter {
  return {
    id: section.name,
    title: section.title,
    status: STATUS[section.status],
    ownPage: section.hasStatements,
    blocks: [...opening(section), ...(section.hasStatements ? body(section) : []), ...hypotheses(section)],
  };
}

function opening(section: SectionView): Block[] {
  const text = explainStatus(section);
  const verdict: Block[] =
    section.verdict === null ? [] : [{ kind: 'text', look: 'lead', text: section.verdict }];
  const status: Block =
    section.status === 'failed'
      ? {
          kind: 'panel',
          tone: 'alarm',
          title: 'Failed',
          blocks: [{ kind: 'text', look: 'body', text: `${text} Nothing is shown in its place.` }],
        }
      : { kind: 'text', look: 'body', text };
  return [...verdict, status];
}

function body({ layout, buckets }: SectionView): Block[] {
  switch (layout.kind) {
    case 'grid':
      return [
        { kind: 'grid', fields: buckets.map((bucket, index) => fieldOf(bucket, overline(layout, index))) },
      ];
    case 'table':
      return [{ kind: 'factors', fields: buckets.map((bucket) => fieldOf(bucket)) }];
    case 'radar':
      return forces(buckets);
  }
}

/** Where a field of a grid of two columns stands: `Internal, helpful`. */
function overline({ columns, rows }: Extract<Layout, { kind: 'grid' }>, index: number): string | null {
  const places = [rows?.[index < 2 ? 0 : 1], columns?.[index % 2 === 0 ? 0 : 1]?.toLowerCase()];
  return places.every((place) => place === undefined) ? null : places.join(', ');
}

const fieldOf = ({ title, question, statements }: BucketView, place: string | null = null): Field => ({
  overline: place,
  title,
  question,
  statements: statements.map((statement) => anchored(statement)),
});

function forces(buckets: readonly BucketView[]): Block[] {
  const rated = buckets.flatMap(({ title, rating }) => (rating ? [{ title, ...rating }] : []));
  const axes = rated.map(({ title, score }) => ({ label: title, score }));
  const evidence = buckets.filter(({ statements }) => statements.length > 0);
  return [
    ...(axes.some(({ score }) => score !== null)
      ? [{ kind: 'radar', title: 'Strength of the forces, 1 weak to 5 strong', axes } as const]
      : []),
    { kind: 'scores', rows: rated },
    ...evidence.flatMap(({ title, statements }): Block[] => [
      { kind: 'heading', text: title },
      { kind: 'statements', marks: 'dashes', statements: statements.map((statement) => anchored(statement)) },
    ]),
  ];
}

function hypotheses({ hypotheses: list }: SectionView): Block[] {
  return list.length > 0
    ? [
        { kind: 'heading', text: 'Hypotheses to test' },
        { kind: 'hypotheses', hypotheses: list },
      ]
    : [];
}
