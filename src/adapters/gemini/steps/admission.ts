import type { AnalysisRequest } from '../../../analysis/analysis.js';
import type { Estimate } from '../../../analysis/ports/analyst.port.js';
import { AppError } from '../../../errors/errors.js';

/** @throws AppError `budget_too_low` where the budget does not hold the estimate, or nobody knows what a call costs */
export function refuseLowBudget({ limits }: AnalysisRequest, { cost_usd_max: estimate }: Estimate): void {
  const { max_cost_usd: budget } = limits;
  if (budget === undefined || (estimate !== null && budget >= estimate)) return;
  const message =
    estimate === null
      ? 'The model of the gemini engine has no price here, so no budget can be kept: leave max_cost_usd out.'
      : `This analysis can cost up to ${estimate} USD. Raise max_cost_usd, or ask for fewer frameworks, less depth or shorter sources.`;
  throw new AppError('budget_too_low', message, {
    details: [{ path: 'limits.max_cost_usd', message: 'is below what the analysis can cost' }],
  });
}
