import { describeIgnored, wordsOf } from '../../../analysis/source-text/source-text.js';
import { judgeSource } from './judge-source.js';
import type { ReadOrder } from './read.js';
import type { Candidate } from './select.js';

/** The sentences of each bucket, by `framework.bucket`, in their order in the sources. */
export type Piles = ReadonlyMap<string, readonly Candidate[]>;

/** Sorts the sentences of all sources of an order. Pure. */
export function pilesOf({ company, frameworks, sources }: Omit<ReadOrder, 'items'>): {
  piles: Piles;
  warnings: string[];
} {
  const piles = new Map<string, Candidate[]>();
  const warnings: string[] = [];
  const asked = new Set<string>(frameworks);
  const companyWords = wordsOf(company);
  for (const { id, content } of sources) {
    const { sentences, ignored } = judgeSource(content, companyWords);
    if (ignored.length > 0) warnings.push(describeIgnored(id, ignored));
    for (const { sentence, words, sorted } of sentences) {
      for (const { framework, bucket, score, direction } of sorted) {
        if (!asked.has(framework)) continue;
        const passage = { source_id: id, ...sentence, score, direction };
        pile(piles, `${framework}.${bucket}`, { passage, words });
      }
    }
  }
  return { piles, warnings };
}

function pile(piles: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const list = piles.get(key);
  if (list) list.push(candidate);
  else piles.set(key, [candidate]);
}
