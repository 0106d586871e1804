import type { ReadOrder } from './read.js';

/** What is to be put together: the parts as `readPart` wrote them, in the order of their sources. */
export interface PartsOrder extends Pick<ReadOrder, 'frameworks' | 'items'> {
  readonly parts: readonly string[];
}

/** Below so many characters a second thread costs more than it saves. */
const WORTH_PARTING = 100_000;

/** The sources of an order in two halves of about one length, in their order; the whole where that is not worth it. */
export function partsOf(order: ReadOrder): ReadOrder[] {
  const { sources } = order;
  const lengths = sources.map(({ content }) => content.length);
  const total = sum(lengths);
  if (sources.length < 2 || total < WORTH_PARTING) return [order];
  const longest = (cut: number) => {
    const left = sum(lengths.slice(0, cut));
    return Math.max(left, total - left);
  };
  const cuts = sources.slice(1).map((_, at) => at + 1);
  const best = cuts.reduce((a, b) => (longest(b) < longest(a) ? b : a));
  return [sources.slice(0, best), sources.slice(best)].map((half) => ({ ...order, sources: half }));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
