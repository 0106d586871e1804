import type { EngineName } from '../analysis-request.js';
import type { Claim, Confidence } from './report.schema.js';

/** Rules without understanding are never surer than this. */
const CEILING: Readonly<Record<EngineName, number>> = { gemini: 1, extractive: 0.6 };
const ENOUGH_SOURCES = 3;

interface Evidence {
  readonly engine: EngineName;
  readonly bucketsAsked: number;
  /** Buckets with at least one claim that passed. */
  readonly bucketsCovered: number;
  readonly claims: readonly Claim[];
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;

/**
 * Computed, never self-rated: 0.5·coverage + 0.3·support + 0.2·diversity, where coverage is the share of buckets with
 * a cited claim, support the share of claims that passed, diversity the sources cited, three being enough.
 * 0 without evidence. Hypotheses are no claims in this sense.
 */
export function computeConfidence({ engine, bucketsAsked, bucketsCovered, claims }: Evidence): Confidence {
  const stated = claims.filter(({ origin }) => origin !== 'hypothesis');
  const passing = stated.filter(({ support }) => support !== 'unverified');
  if (passing.length === 0 || bucketsAsked === 0) return { score: 0, coverage: 0, support: 0, diversity: 0 };
  const cited = new Set(
    passing.flatMap(({ citations }) => citations.map(({ url, source_id }) => url ?? source_id)),
  );
  const coverage = bucketsCovered / bucketsAsked;
  const support = passing.length / stated.length;
  const diversity = Math.min(cited.size, ENOUGH_SOURCES) / ENOUGH_SOURCES;
  const score = Math.min(0.5 * coverage + 0.3 * support + 0.2 * diversity, CEILING[engine]);
  return {
    score: round(score),
    coverage: round(coverage),
    support: round(support),
    diversity: round(diversity),
  };
}
