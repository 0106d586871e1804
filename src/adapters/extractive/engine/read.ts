import type { FrameworkName } from '../../../analysis/analysis.js';
import { describeIgnored, wordsOf } from '../../../analysis/source-text/source-text.js';
import { judgeSource } from './judge-source.js';
import type { Reading } from './reading.js';
import { type Candidate, select } from './select.js';

/** What the thread needs of a request, and no more. */
export interface ReadOrder {
  readonly company: string;
  readonly frameworks: readonly FrameworkName[];
  readonly sources: readonly { readonly id: string; readonly content: string }[];
  /** Passages to keep per bucket. */
  readonly items: number;
}

/** Reads every source and sorts its sentences into the buckets of the frameworks asked for. Pure. */
export function read({ company, frameworks, sources, items }: ReadOrder): Reading {
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
  return { buckets: selectAll(piles, frameworks, items), warnings };
}

function pile(piles: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const list = piles.get(key);
  if (list) list.push(candidate);
  else piles.set(key, [candidate]);
}

function selectAll(
  piles: ReadonlyMap<string, Candidate[]>,
  frameworks: readonly FrameworkName[],
  items: number,
): Reading['buckets'] {
  const ofFramework = (name: FrameworkName) =>
    [...piles]
      .filter(([key]) => key.startsWith(`${name}.`))
      .map(([key, list]) => [key.slice(name.length + 1), select(list, items)]);
  return Object.fromEntries(frameworks.map((name) => [name, Object.fromEntries(ofFramework(name))]));
}
