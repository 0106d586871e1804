import { BUDGETS, THRESHOLDS } from '../../prometheus/rules/thresholds.ts';
import { type DashboardPlan, figure, lines } from '../panel.ts';
import { CHOSEN, perSecond, share } from '../promql.ts';

const MOVED = 'consultantos_job_transitions_total';
const OLDEST = `max(consultantos_jobs_oldest_pending_seconds{${CHOSEN}})`;
const oldestLimit = { value: THRESHOLDS.oldestPendingSeconds, wrong: 'above' } as const;
const pendingLimit = { value: THRESHOLDS.pendingJobs, wrong: 'above' } as const;
/** Every replica reports the same rows: the maximum, not the sum. */
const jobs = (status: string) => `max by (status) (consultantos_jobs_total{${CHOSEN}, ${status}})`;

export const JOBS: DashboardPlan = {
  uid: 'consultantos-jobs',
  title: 'ConsultantOS / Jobs',
  description: 'Analyses that nobody waits for: how many wait, how long, and what becomes of them.',
  panels: [
    figure('Waiting', `max(consultantos_jobs_total{${CHOSEN}, status="pending"})`, {
      unit: 'short',
      description: 'Jobs that no worker has taken yet. The limit is that of JobQueueBackup.',
      limit: pendingLimit,
    }),
    figure('Under way', `max(consultantos_jobs_total{${CHOSEN}, status="processing"})`, {
      unit: 'short',
      description: 'Jobs that a worker has taken.',
    }),
    figure('Longest wait', OLDEST, {
      unit: 's',
      description:
        'For how long the oldest waiting job could have been begun. The limit is that of JobQueueStuck.',
      limit: oldestLimit,
    }),
    figure(
      'Failed',
      share(perSecond(MOVED, [], 'status="failed"'), perSecond(MOVED, [], 'status=~"completed|failed"')),
      {
        unit: 'percentunit',
        description:
          'Share of the jobs ended now that failed; cancelled ones are not counted. The limit is what the objective of jobs allows.',
        limit: { value: BUDGETS.jobs, wrong: 'above' },
      },
    ),
    lines(
      'Waiting and under way',
      { '{{status}}': jobs('status=~"pending|processing"') },
      { unit: 'short', description: 'With the limit of JobQueueBackup.', limit: pendingLimit },
    ),
    lines(
      'Longest wait over time',
      { oldest: OLDEST },
      { unit: 's', description: 'It grows while workers are too few, or take nothing.', limit: oldestLimit },
    ),
    lines(
      'Jobs moved on',
      { '{{status}}': perSecond(MOVED, ['status']) },
      {
        unit: 'ops',
        description: 'Into each state a second: pending is what comes in, completed what gets done.',
      },
    ),
    lines(
      'Jobs kept',
      { '{{status}}': jobs('status=~"completed|failed|cancelled"') },
      { unit: 'short', description: 'Ended jobs that are still kept, for JOB_RETENTION_DAYS.' },
    ),
    lines(
      'Jobs ended by instance',
      { '{{instance}}': perSecond(MOVED, ['instance'], 'status=~"completed|failed"') },
      { unit: 'ops', description: 'Which workers do the work; a worker at zero takes nothing.' },
    ),
  ],
};
