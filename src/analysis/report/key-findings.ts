import type { Claim } from './report.schema.js';

const MOST = 5;

/**
 * Up to five findings for the summary: those that passed the check, one framework after the other, no passage twice;
 * within a framework, buckets and sources that were not heard yet come first.
 */
export function keyFindings(sections: readonly (readonly Claim[])[]): Claim[] {
  const queues = sections.map((claims) => [...claims]);
  const chosen: Claim[] = [];
  const heard = new Set<string>();
  for (let round = 0; chosen.length < MOST && queues.some(({ length }) => length > 0); round += 1) {
    const queue = queues[round % queues.length] ?? [];
    const claim = takeFreshest(queue, heard);
    if (!claim || heard.has(passageOf(claim))) continue;
    for (const aspect of [passageOf(claim), bucketOf(claim), sourceOf(claim)]) heard.add(aspect);
    chosen.push(claim);
  }
  return chosen;
}

function takeFreshest(queue: Claim[], heard: ReadonlySet<string>): Claim | undefined {
  const staleness = queue.map(
    (claim) =>
      4 * Number(heard.has(passageOf(claim))) +
      2 * Number(heard.has(bucketOf(claim))) +
      Number(heard.has(sourceOf(claim))),
  );
  return queue.splice(staleness.indexOf(Math.min(...staleness)), 1)[0];
}

const bucketOf = ({ path }: Claim) => path.slice(0, path.lastIndexOf('/'));
const sourceOf = ({ citations: [first] }: Claim) => `source ${first?.url ?? first?.source_id ?? ''}`;
const passageOf = ({ text, citations: [first] }: Claim) => `passage ${first?.quote ?? text}`;
