import type { UsageFigures, UsageSum } from '../ports/usage-repository.port.js';
import { roundUsd } from '../round-usd.js';

const NOTHING: UsageFigures = { analyses: 0, calls: 0, unpriced_calls: 0, tokens: 0, usd: 0 };

const figuresOf = ({ analyses, calls, unpriced_calls, tokens, usd }: UsageFigures): UsageFigures => ({
  analyses,
  calls,
  unpriced_calls,
  tokens,
  usd: roundUsd(usd),
});

/** An analysis of four frameworks is one analysis, and one of each of them: their rows do not add to its number. */
const plus = (sum: UsageFigures, row: UsageSum): UsageFigures => ({
  analyses: sum.analyses + (row.framework === null ? row.analyses : 0),
  calls: sum.calls + row.calls,
  unpriced_calls: sum.unpriced_calls + row.unpriced_calls,
  tokens: sum.tokens + row.tokens,
  usd: roundUsd(sum.usd + row.usd),
});

/** Pure: what a client sees of its usage; days on which nothing was used are left out. */
export function usageView(sums: readonly UsageSum[]): object {
  const days = [...Map.groupBy(sums, ({ day }) => day)].map(([day, rows]) => ({
    day,
    ...rows.reduce(plus, NOTHING),
    frameworks: Object.fromEntries(
      rows.flatMap((row) => (row.framework === null ? [] : [[row.framework, figuresOf(row)]])),
    ),
  }));
  return { total: sums.reduce(plus, NOTHING), days };
}
