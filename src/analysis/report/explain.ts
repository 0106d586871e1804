import { plural } from './plural.js';
import { readable } from './readable.js';
import type { Report } from './report.schema.js';
import type { SectionView } from './report-view.js';

export const percent = (share: number) => `${Math.round(share * 100)} %`;

export interface Measure {
  readonly name: string;
  readonly share: number;
  /** How much it counts, of 1. */
  readonly weight: number;
  readonly meaning: string;
}

/** The three measures that the confidence is computed from. */
export const measuresOf = ({ confidence }: Report): Measure[] => [
  {
    name: 'Coverage',
    share: confidence.coverage,
    weight: 0.5,
    meaning: 'the share of the parts of the frameworks that have at least one checked statement',
  },
  {
    name: 'Support',
    share: confidence.support,
    weight: 0.3,
    meaning: 'the share of the statements whose quotes and figures were found in the sources',
  },
  {
    name: 'Diversity',
    share: confidence.diversity,
    weight: 0.2,
    meaning: 'how many different sources are quoted, three counting as full',
  },
];

/** The confidence in a sentence or two. */
export function explainScore({ confidence, engine }: Report): string {
  if (confidence.score === 0) return 'Confidence 0: no statement of this report rests on evidence.';
  const ceiling =
    engine.name === 'extractive'
      ? ' This engine sorts without understanding and is never rated above 60 %.'
      : '';
  return `Confidence ${percent(confidence.score)}, computed from three measures; it is nobody’s opinion.${ceiling}`;
}

/** The confidence in words a client understands, line by line. */
export function explainConfidence(report: Report): string[] {
  if (report.confidence.score === 0) return [explainScore(report)];
  const lines = measuresOf(report).map(
    ({ name, share, weight, meaning }) =>
      `${name} ${percent(share)} (counts ${percent(weight)}): ${meaning}.`,
  );
  return [explainScore(report), ...lines];
}

/** Which engine, what it cannot do, and what is missing. */
export function explainEngine({ engine, disclaimer, partial_reasons: reasons }: Report): string[] {
  const model = engine.model === null ? '' : `, model ${readable(engine.model)}`;
  const place = engine.offline ? 'working without any network' : 'working over the network';
  const missing = reasons.map((reason) => `This report is incomplete: ${reason.replaceAll('_', ' ')}.`);
  return [`Engine: ${engine.name} ${engine.version}${model}, ${place}.`, disclaimer, ...missing];
}

const STATUS: Readonly<Record<SectionView['status'], string>> = {
  complete: 'Evidence for every part.',
  partial: 'Evidence for some parts.',
  insufficient_evidence: 'No evidence in the sources.',
  failed: 'This framework could not be done.',
};

export function explainStatus({ status, failure }: SectionView): string {
  return failure === null ? STATUS[status] : `${STATUS[status]} Reason: ${failure.replaceAll('_', ' ')}.`;
}

/** What a reader should know of the sources at a glance. */
export function explainSources({ sources }: Report): string {
  const characters = sources.reduce((sum, source) => sum + source.characters, 0);
  return sources.length === 0
    ? 'No sources were given.'
    : `${plural(sources.length, 'source')}, ${characters.toLocaleString('en')} characters.`;
}

/** One source in a line: title, id, kind, date, length. */
export function explainSource({
  id,
  title,
  type,
  published_at,
  characters,
}: Report['sources'][number]): string {
  const facts = [
    id,
    type.replaceAll('_', ' '),
    published_at,
    `${characters.toLocaleString('en')} characters`,
  ];
  return `${readable(title)} (${facts.filter((fact) => fact !== null).join(', ')})`;
}
