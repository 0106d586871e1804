import { plural } from './plural.js';
import type { Report } from './report.schema.js';
import type { SectionView } from './report-view.js';

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** The confidence in words a client understands; the same in every format. */
export function explainConfidence({ confidence, engine }: Report): string[] {
  if (confidence.score === 0) return ['Confidence 0: no statement of this report rests on evidence.'];
  const ceiling = engine.offline ? ' Rules without understanding are never rated above 60 %.' : '';
  return [
    `Confidence ${percent(confidence.score)}, computed from three measures; it is not an opinion.${ceiling}`,
    `Coverage ${percent(confidence.coverage)}: the share of the questions asked that have at least one checked statement.`,
    `Support ${percent(confidence.support)}: the share of statements whose quotes and numbers were found in the sources.`,
    `Diversity ${percent(confidence.diversity)}: how many sources are quoted, three counting as full.`,
  ];
}

/** Which engine, and what it cannot do. */
export function explainEngine({ engine, disclaimer }: Report): string[] {
  const model = engine.model === null ? '' : `, model ${engine.model}`;
  const place = engine.offline ? 'without any network' : 'over the network';
  return [`Engine ${engine.name} ${engine.version}${model}, working ${place}.`, disclaimer];
}

const STATUS: Readonly<Record<SectionView['status'], string>> = {
  complete: 'Evidence for every part.',
  partial: 'Evidence for some parts.',
  insufficient_evidence: 'No evidence in the sources.',
  failed: 'This framework could not be done.',
};

export function explainStatus({ status, failure }: SectionView): string {
  return failure === null ? STATUS[status] : `${STATUS[status]} Reason: ${failure}.`;
}

/** What a reader should know of the sources at a glance. */
export function explainSources({ sources }: Report): string {
  const characters = sources.reduce((sum, source) => sum + source.characters, 0);
  return sources.length === 0
    ? 'No sources were given.'
    : `${plural(sources.length, 'source')}, ${characters.toLocaleString('en')} characters.`;
}
