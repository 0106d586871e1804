import type { Source } from '../analysis-request.js';
import { numbersIn } from './numbers.js';
import { plainText } from './plain-text.js';
import type { Citation, Claim } from './report.schema.js';

export type Support = Claim['support'];

/** The sources of a request by their ids. */
export type SourceIndex = ReadonlyMap<string, Source>;

export const indexSources = (sources: readonly Source[]): SourceIndex =>
  new Map(sources.map((source) => [source.id, source]));

/**
 * What the server itself can say for a statement, whoever made it: `verbatim` where it is a quote, `supported`
 * where every quote stands in its source and holds every number of the statement, else `unverified`.
 */
export function checkSupport(text: string, citations: readonly Citation[], sources: SourceIndex): Support {
  if (citations.length === 0 || !citations.every((citation) => isExact(citation, sources)))
    return 'unverified';
  const plain = plainText(text);
  const posted = citations.filter(({ url }) => url === undefined);
  if (posted.some(({ quote }) => plainText(quote) === plain)) return 'verbatim';
  const quoted = numbersIn(citations.map(({ quote }) => quote).join('\n'));
  return [...numbersIn(text)].every((number) => quoted.has(number)) ? 'supported' : 'unverified';
}

/** A web page was not posted and cannot be read again: it counts when it is named by address and title. */
function isExact({ source_id, quote, start, end, url, title }: Citation, sources: SourceIndex): boolean {
  if (url !== undefined) return title !== undefined && title !== '';
  return quote !== '' && sources.get(source_id)?.content.slice(start, end) === quote;
}
