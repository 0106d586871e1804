import type { Source } from '../analysis-request.js';
import { figuresIn, isQuoted } from './numbers.js';
import { plainText } from './plain-text.js';
import type { Citation, Claim } from './report.schema.js';

export type Support = Claim['support'];

/** What claims are checked against: the posted sources by id, and the name whose digits are no figures (`3M`). */
export interface Grounds {
  readonly company: string;
  readonly sources: ReadonlyMap<string, Source>;
}

export const groundsOf = (request: { company: string; sources: readonly Source[] }): Grounds => ({
  company: request.company,
  sources: new Map(request.sources.map((source) => [source.id, source])),
});

/**
 * What the server itself can say for a statement, whoever made it: `verbatim` where it is a quote, `supported`
 * where every quote stands in its source and holds every figure of the statement, else `unverified`.
 */
export function checkSupport(text: string, citations: readonly Citation[], grounds: Grounds): Support {
  if (citations.length === 0 || !citations.every((citation) => stands(citation, grounds)))
    return 'unverified';
  const plain = plainText(text);
  const posted = citations.filter(({ source_id }) => grounds.sources.has(source_id));
  if (posted.some(({ quote }) => plainText(quote) === plain)) return 'verbatim';
  return holdsFigures(text, citations, grounds) ? 'supported' : 'unverified';
}

/** Whether every figure of a text stands in one of the quotes. */
export function holdsFigures(text: string, citations: readonly Citation[], { company }: Grounds): boolean {
  const quoted = figuresIn(citations.map(({ quote }) => quote).join('\n'));
  return [...figuresIn(text.replaceAll(company, ''))].every((figure) => isQuoted(figure, quoted));
}

/** A web page was not posted and cannot be read again: it counts when it is named by address and title. */
export function stands(
  { source_id, quote, start, end, url, title }: Citation,
  { sources }: Grounds,
): boolean {
  const source = sources.get(source_id);
  if (source) return quote !== '' && source.content.slice(start, end) === quote;
  return url !== undefined && /^https?:\/\//i.test(url) && title !== undefined && title.trim() !== '';
}
