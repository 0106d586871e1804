import { alert, type Group, JOB, percent } from './rule.ts';
import { AT_LEAST, THRESHOLDS } from './thresholds.ts';

const status = (labels: string) =>
  `min by (job, check) (consultantos_health_check_status{${JOB}, ${labels}})`;
/** Without these nothing can be served, or no analysis made. */
const CRITICAL = 'database|gemini';
const CALLS = 'job_service:consultantos_api_calls_failed';

const down = (severity: 'critical' | 'warning', labels: string, impact: string) =>
  alert({
    name: 'DependencyDown',
    severity,
    component: 'dependency',
    for: '1m',
    expr: `${status(labels)} == 0`,
    summary: 'The dependency {{ $labels.check }} is down',
    description: `The health check {{ $labels.check }} fails on at least one instance. ${impact}`,
    dashboard: 'dependencies',
  });

/** What the service stands on. */
export const DEPENDENCY_ALERTS: Group = {
  name: 'consultantos-dependencies',
  rules: [
    down('critical', `check=~"${CRITICAL}"`, 'The instance is not ready, or makes no analyses.'),
    down('warning', `check!~"${CRITICAL}"`, 'The service goes on without it, slower or with parts missing.'),
    alert({
      name: 'DependencyDegraded',
      severity: 'warning',
      component: 'dependency',
      for: '15m',
      expr: `min by (job, check) (consultantos_health_check_status{${JOB}}) == 0.5`,
      summary: 'The dependency {{ $labels.check }} does not work as it should',
      description:
        'The health check {{ $labels.check }} passes with a warning, e.g. a disk that fills up; /health/detailed has its reason.',
      dashboard: 'dependencies',
    }),
    alert({
      name: 'DependencyFlapping',
      severity: 'warning',
      component: 'dependency',
      for: '1m',
      expr: `max by (job, check) (changes(consultantos_health_check_status{${JOB}}[30m])) > ${THRESHOLDS.flaps}`,
      summary: 'The dependency {{ $labels.check }} comes and goes',
      description: 'The health check {{ $labels.check }} changed {{ $value }} times within half an hour.',
      dashboard: 'dependencies',
    }),
    alert({
      name: 'APIFailureRate',
      severity: 'critical',
      component: 'upstream',
      for: '2m',
      expr: [
        `${CALLS}:ratio_rate5m > ${THRESHOLDS.callFailureRatio}`,
        `and ${CALLS}:rate5m * 300 > ${AT_LEAST.failedCalls}`,
      ].join('\n'),
      summary: `More than ${percent(THRESHOLDS.callFailureRatio)} of the calls to {{ $labels.service }} fail`,
      description:
        '{{ $value | humanizePercentage }} of the calls to {{ $labels.service }} of the last five minutes failed; each try counts.',
      dashboard: 'dependencies',
    }),
    alert({
      name: 'CircuitOpen',
      severity: 'warning',
      component: 'upstream',
      for: '1m',
      // Half open counts: a circuit that tries again every few seconds is seldom seen open.
      expr: `max by (job, service) (min_over_time(consultantos_circuit_breaker_state{${JOB}}[5m])) > 0`,
      summary: 'Calls to {{ $labels.service }} are held back',
      description:
        'For five minutes the circuit of {{ $labels.service }} has not closed on at least one instance.',
      dashboard: 'dependencies',
    }),
  ],
};
