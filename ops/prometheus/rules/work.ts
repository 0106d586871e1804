import { alert, type Group, JOB } from './rule.ts';
import { THRESHOLDS } from './thresholds.ts';

const COST = `consultantos_api_cost_total{${JOB}, unit="USD"}`;
/** Every replica reports the same rows: the maximum, not the sum. */
const PENDING = `max by (job, status) (consultantos_jobs_total{${JOB}, status="pending"})`;
const OLDEST = `max by (job) (consultantos_jobs_oldest_pending_seconds{${JOB}})`;

/** Jobs, and money. */
export const WORK_ALERTS: Group = {
  name: 'consultantos-work',
  rules: [
    alert({
      name: 'JobQueueBackup',
      severity: 'warning',
      component: 'jobs',
      for: '5m',
      expr: `${PENDING} > ${THRESHOLDS.pendingJobs}`,
      summary: `More than ${THRESHOLDS.pendingJobs} jobs wait`,
      description: '{{ $value }} jobs wait for a worker: more are ordered than are done.',
      dashboard: 'jobs',
    }),
    alert({
      name: 'JobQueueStuck',
      severity: 'critical',
      component: 'jobs',
      for: '2m',
      expr: `${OLDEST} > ${THRESHOLDS.oldestPendingSeconds}`,
      summary: `A job waits longer than ${THRESHOLDS.oldestPendingSeconds / 60} minutes`,
      description:
        'The job that waits longest could have been begun {{ $value | humanizeDuration }} ago: workers are too few, or take nothing.',
      dashboard: 'jobs',
    }),
    alert({
      name: 'HighAPICosts',
      severity: 'warning',
      component: 'cost',
      for: '5m',
      expr: `sum by (job) (increase(${COST}[1h])) > ${THRESHOLDS.hourlyUsd}`,
      summary: `More than ${THRESHOLDS.hourlyUsd} USD were spent within an hour`,
      description: '{{ printf "%.2f" $value }} USD went to outside services within the last hour.',
      dashboard: 'cost',
    }),
    alert({
      name: 'HighDailyAPICosts',
      severity: 'warning',
      component: 'cost',
      for: '15m',
      // The last six hours, four times: one dear hour does not make a dear day.
      expr: `sum by (job) (increase(${COST}[6h])) * 4 > ${THRESHOLDS.dailyUsd}`,
      summary: `A day like the last six hours costs more than ${THRESHOLDS.dailyUsd} USD`,
      description:
        'At the pace of the last six hours, outside services cost {{ printf "%.0f" $value }} USD a day.',
      dashboard: 'cost',
    }),
  ],
};
