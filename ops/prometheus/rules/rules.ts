import { DEPENDENCY_ALERTS } from './dependencies.ts';
import { RECORDINGS } from './recordings.ts';
import type { Group } from './rule.ts';
import { RUNTIME_ALERTS } from './runtime.ts';
import { SLO_ALERTS, SLO_RECORDINGS } from './slo.ts';
import { TRAFFIC_ALERTS } from './traffic.ts';
import { WORK_ALERTS } from './work.ts';

/** Everything that ops/prometheus/consultantos.rules.yml holds. */
export const GROUPS: readonly Group[] = [
  RECORDINGS,
  SLO_RECORDINGS,
  TRAFFIC_ALERTS,
  WORK_ALERTS,
  DEPENDENCY_ALERTS,
  RUNTIME_ALERTS,
  SLO_ALERTS,
];
