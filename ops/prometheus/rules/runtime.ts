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
      expr: `rate(consultantos_event_loop_stalled_seconds_total{${JOB}}[5m]) > ${THRESHOLDS.stalledRatio}`,
      summary: 'The event loop of {{ $labels.instance }} stands still',
      description:
        'In {{ $value | humanizePercentage }} of the last five minutes it stood still for a tenth of a second and more; ' +
        `the limit is ${percent(THRESHOLDS.stalledRatio)}. Every request waits as long.`,
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
