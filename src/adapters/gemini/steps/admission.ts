import type { AnalysisRequest } from '../../../analysis/analysis.js';
import type { Estimate } from '../../../analysis/ports/analyst.port.js';
import { AppError } from '../../../errors/errors.js';

/**
 * What a run may spend at most, decided before anything is spent: the client's budget, else the estimate, so that the
 * estimate is a promise. Null where the model is unpriced and nobody set a budget.
 * @throws AppError `budget_too_low` where the budget does not hold the estimate, or nobody knows what a call costs
 */
export function ceilingOf({ limits }: AnalysisRequest, { cost_usd_max: estimate }: Estimate): number | null {
  const budget = limits.max_cost_usd;
  if (budget === undefined) return estimate;
  if (estimate === null)
    throw tooLow(
      'The model of the gemini engine has no price here, so no budget can be kept: leave max_cost_usd out.',
    );
  if (budget < estimate)
    throw tooLow(
      `This analysis can cost up to ${estimate} USD. Raise max_cost_usd, or ask for fewer frameworks, less depth or shorter sources.`,
    );
  return budget;
}

const tooLow = (message: string) =>
  new AppError('budget_too_low', message, {
    details: [{ path: 'limits.max_cost_usd', message: 'is below what the analysis can cost' }],
  });
