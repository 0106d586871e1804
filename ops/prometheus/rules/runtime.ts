import { alert, type Group, JOB, percent } from './rule.ts';
import { THRESHOLDS } from './thresholds.ts';

/** The process itself, and the way of an alert. */
export const RUNTIME_ALERTS: Group = {
  name: 'consultantos-runtime',
  rules: [
    alert({
      name: 'EventLoopStalled',
      severity: 'warning',
      component: 'runtime',
      for: '2m',
      expr: `avg_over_time(nodejs_eventloop_lag_max_seconds{${JOB}}[5m]) > ${THRESHOLDS.loopSeconds}`,
      summary: 'The event loop of {{ $labels.instance }} stands still',
      description:
        'Between two scrapes it stood still for {{ $value | humanizeDuration }} at once, on average over five minutes; ' +
        `the limit is ${THRESHOLDS.loopSeconds} s. Every request waits as long.`,
      dashboard: 'performance',
    }),
    alert({
      name: 'MemoryNearLimit',
      severity: 'warning',
      component: 'runtime',
      for: '5m',
      expr: `instance:consultantos_memory:ratio > ${THRESHOLDS.memoryRatio}`,
      summary: `{{ $labels.instance }} uses more than ${percent(THRESHOLDS.memoryRatio)} of its memory`,
      description:
        '{{ $value | humanizePercentage }} of the memory that the process may take ({{ $labels.kind }}) is in use; at the limit it is killed.',
      dashboard: 'performance',
    }),
    alert({
      name: 'Watchdog',
      severity: 'none',
      component: 'monitoring',
      expr: 'vector(1)',
      summary: 'Alerts arrive',
      description:
        'Fires always. Whoever receives it raises an alarm when it stops to come: then no other alert comes either.',
      dashboard: 'overview',
    }),
  ],
};
