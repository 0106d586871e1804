import type { FrameworkFindings } from '../../../analysis/ports/analyst.port.js';

const statements = (count: number) => (count === 1 ? '1 statement' : `${count} statements`);

/** A reader who follows such a citation does not find its words on the page. */
export const WEB_QUOTES =
  'Quotes from the web are the search engine’s summary of the page that is named, not the words of the page.';

/** Statements whose quotes stand nowhere: they stay in their place, unverified. */
export function countUncited({ framework, findings }: FrameworkFindings): string[] {
  const count = findings.filter(({ citations }) => citations.length === 0).length;
  return count === 0
    ? []
    : [
        `${framework}: the model gave quotes for ${statements(count)} that stand in no source; marked unverified.`,
      ];
}

export const countWithdrawn = (count: number): string[] =>
  count === 0 ? [] : [`A second pass withdrew ${statements(count)} that did not hold against the quotes.`];
