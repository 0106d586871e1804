import type { AnalysisRequest } from './analysis-request.js';

export interface Effort {
  /** Findings per bucket, unless the request says otherwise. */
  readonly items: number;
  readonly recommendations: number;
  readonly nextSteps: number;
}

const EFFORTS: Readonly<Record<AnalysisRequest['depth'], Effort>> = {
  quick: { items: 2, recommendations: 1, nextSteps: 2 },
  standard: { items: 3, recommendations: 3, nextSteps: 4 },
  deep: { items: 5, recommendations: 5, nextSteps: 8 },
};

/** How much work a request asks for. */
export function effortOf({ depth, limits }: Pick<AnalysisRequest, 'depth' | 'limits'>): Effort {
  const effort = EFFORTS[depth];
  return { ...effort, items: limits.max_items ?? effort.items };
}
