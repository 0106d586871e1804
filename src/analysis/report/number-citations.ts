import type { StoredReport } from '../ports/report-storage.port.js';
import { readable } from './readable.js';
import type { Citation } from './report.schema.js';
import { surroundings } from './surroundings.js';

/** A citation as readers see it: its number, and where its passage stands. */
export interface NumberedCitation {
  readonly number: number;
  readonly sourceTitle: string;
  readonly quote: string;
  /** What stands around the quote; empty for a web page, whose text is not at hand. */
  readonly before: string;
  readonly after: string;
  readonly url: string | null;
  readonly claimIds: readonly string[];
}

interface Passage {
  readonly citation: Citation;
  readonly claimIds: string[];
}

/** One number for each passage, in the order in which the report first points to it. */
export function numberCitations({ report, sources }: StoredReport): ReadonlyMap<string, NumberedCitation> {
  const passages = new Map<string, Passage>();
  for (const { id, citations } of report.claims) {
    for (const citation of citations) {
      const passage = passages.get(passageKey(citation)) ?? { citation, claimIds: [] };
      passage.claimIds.push(id);
      passages.set(passageKey(citation), passage);
    }
  }
  const texts = new Map(sources.map((source) => [source.id, source]));
  return new Map(
    [...passages].map(([key, { citation, claimIds }], index) => {
      const source = texts.get(citation.source_id);
      const around = source && surroundings(source.content, citation.start, citation.end);
      return [
        key,
        {
          number: index + 1,
          sourceTitle: readable(source?.title ?? citation.title ?? citation.source_id),
          quote: readable(citation.quote),
          before: around?.before ?? '',
          after: around?.after ?? '',
          url: citation.url ?? null,
          claimIds: [...new Set(claimIds)],
        },
      ];
    }),
  );
}

export const passageKey = ({ source_id, start, end, url }: Citation): string =>
  `${source_id}:${start}:${end}:${url ?? ''}`;
