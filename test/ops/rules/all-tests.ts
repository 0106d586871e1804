import { DEPENDENCY_TESTS } from './dependencies.tests.ts';
import type { RuleTest } from './rule-tests.ts';
import { RUNTIME_TESTS } from './runtime.tests.ts';
import { SLO_TESTS } from './slo.tests.ts';
import { TRAFFIC_TESTS } from './traffic.tests.ts';
import { WORK_TESTS } from './work.tests.ts';

/** Every test of every alert. */
export const RULE_TESTS: readonly RuleTest[] = [
  ...TRAFFIC_TESTS,
  ...WORK_TESTS,
  ...DEPENDENCY_TESTS,
  ...RUNTIME_TESTS,
  ...SLO_TESTS,
];
