import type { PriceTable, TokenPrice } from '../../../config/config.js';

/** What one call used, as `usageMetadata` reports it. */
export interface CallUsage {
  /** Everything sent, what came from a cache included. */
  readonly prompt: number;
  readonly cached: number;
  readonly candidates: number;
  /** Reported apart from the candidates, and billed like them. */
  readonly thoughts: number;
  /** Different searches of the web. */
  readonly searches: number;
}

const MILLION = 1e6;
const THOUSAND = 1e3;

/**
 * USD: ((prompt − cached)·input + cached·cachedPrice + (candidates + thoughts)·output) / 10⁶, plus the searches.
 * https://ai.google.dev/gemini-api/docs/pricing
 */
export function costOf(
  { prompt, cached, candidates, thoughts, searches }: CallUsage,
  price: TokenPrice,
): number {
  const tokens =
    (prompt - cached) * price.input + cached * price.cached + (candidates + thoughts) * price.output;
  return tokens / MILLION + (searches * (price.search ?? 0)) / THOUSAND;
}

/** The price of a model on a day, or null where the table has none: it is then unpriced, never free. */
export function priceOf(table: PriceTable, model: string, date: Date): TokenPrice | null {
  const day = date.toISOString().slice(0, 10);
  const prices = Object.hasOwn(table, model) ? table[model] : undefined;
  const begun = (prices ?? []).filter(({ from }) => from <= day);
  return begun.toSorted((a, b) => a.from.localeCompare(b.from)).at(-1) ?? null;
}
