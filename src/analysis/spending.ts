import type { AnalysisRequest } from './analysis-request.js';
import type { Priced } from './ports/analyst.port.js';
import { COST_STATUSES, type Cost, type CostStatus } from './report/report.schema.js';
import { roundUsd } from './round-usd.js';

/** Of what nobody has paid for, or somebody else. */
export const costOfNothing = ({ limits }: Pick<AnalysisRequest, 'limits'>): Cost => ({
  usd: 0,
  calls: 0,
  tokens: 0,
  budget_usd: limits.max_cost_usd ?? null,
  status: 'free',
});

/** Pure: what was spent, with one paid call more. */
export function withCall(spent: Cost, { usd, tokens, estimated = false }: Priced): Cost {
  const known = estimated ? 'estimated' : 'priced';
  return {
    ...spent,
    usd: roundUsd(spent.usd + (usd ?? 0)),
    calls: spent.calls + 1,
    tokens: spent.tokens + tokens,
    status: worse(spent.status, usd === null ? 'unpriced' : known),
  };
}

const worse = (one: CostStatus, other: CostStatus): CostStatus =>
  COST_STATUSES.indexOf(one) > COST_STATUSES.indexOf(other) ? one : other;
