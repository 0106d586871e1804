import { COST_TRACKING } from './panels/cost.ts';
import { DEPENDENCIES } from './panels/dependencies.ts';
import { ERRORS } from './panels/errors.ts';
import { JOBS } from './panels/jobs.ts';
import { OVERVIEW } from './panels/overview.ts';
import { PERFORMANCE } from './panels/performance.ts';
import type { DashboardPlan } from './panel.ts';

/** The dashboards of ops/grafana/dashboards. */
export const DASHBOARDS: readonly DashboardPlan[] = [
  OVERVIEW,
  PERFORMANCE,
  ERRORS,
  COST_TRACKING,
  DEPENDENCIES,
  JOBS,
];
