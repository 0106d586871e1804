import type { Claim } from './report.schema.js';
import type { Item } from './section.schema.js';

const MOST = 5;

/**
 * Up to five findings for the summary: those that passed the check, one framework after the other, no passage twice,
 * sources that were not quoted yet first.
 */
export function keyFindings(sections: readonly (readonly Item[])[], passing: readonly Claim[]): Item[] {
  const claims = new Map(passing.map((claim) => [claim.id, claim]));
  const queues = sections.map((items) => items.filter(({ claim_id }) => claims.has(claim_id)));
  const chosen: Item[] = [];
  const quoted = new Set<string>();
  const cited = new Set<string>();
  const quoteOf = (item: Item) => claims.get(item.claim_id)?.citations[0]?.quote ?? item.text;
  const sourceOf = (item: Item) => claims.get(item.claim_id)?.citations[0]?.source_id ?? '';
  for (let round = 0; chosen.length < MOST && queues.some((queue) => queue.length > 0); round += 1) {
    const queue = queues[round % queues.length] ?? [];
    const fresh = queue.findIndex((item) => !quoted.has(quoteOf(item)) && !cited.has(sourceOf(item)));
    const [item] = queue.splice(Math.max(fresh, 0), 1);
    if (!item || quoted.has(quoteOf(item))) continue;
    quoted.add(quoteOf(item));
    cited.add(sourceOf(item));
    chosen.push(item);
  }
  return chosen;
}
