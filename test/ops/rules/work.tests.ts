import { counter, gauge, type RuleTest, type Values } from './rule-tests.ts';
import { series } from './series.ts';

const job = 'consultantos';
const BACKUP = [{ severity: 'warning', component: 'jobs', job, status: 'pending' }] as const;
const STUCK = [{ severity: 'critical', component: 'jobs', job }] as const;
const DEAR = [{ severity: 'warning', component: 'cost', job }] as const;

const jobs =
  (alert: string, metric: string, labels: string) =>
  (what: string, values: Values, fires: RuleTest['fires']) => ({
    alert,
    what,
    series: { [series(metric, labels)]: values },
    atMinutes: 15,
    fires,
  });
const pending = jobs('JobQueueBackup', 'consultantos_jobs_total', 'status="pending"');
const oldest = jobs('JobQueueStuck', 'consultantos_jobs_oldest_pending_seconds', '');

const COST = series('consultantos_api_cost_total', 'service="gemini", unit="USD"');
const cost = (
  alert: string,
  what: string,
  phases: Parameters<typeof counter>[0],
  fires: RuleTest['fires'],
  atMinutes = 420,
): RuleTest => ({ alert, what, series: { [COST]: counter(phases) }, atMinutes, fires });
const perHour = (usd: number) => [[usd / 3600, 430]] as const;
/** So many USD within a minute, after half an hour without any. */
const burst = (usd: number) =>
  [
    [0, 30],
    [usd / 70, 1],
    [0, 20],
  ] as const;

export const WORK_TESTS: readonly RuleTest[] = [
  pending('120 wait', gauge([[120, 20]]), BACKUP),
  pending('80 wait', gauge([[80, 20]]), []),
  pending(
    '120 wait, since two minutes',
    gauge([
      [0, 13],
      [120, 5],
    ]),
    [],
  ),
  {
    alert: 'JobQueueBackup',
    what: 'two replicas report the same 80',
    series: {
      'consultantos_jobs_total{job="consultantos", instance="a", status="pending"}': gauge([[80, 20]]),
      'consultantos_jobs_total{job="consultantos", instance="b", status="pending"}': gauge([[80, 20]]),
    },
    atMinutes: 15,
    fires: [],
  },
  {
    alert: 'JobQueueBackup',
    what: '120 are done',
    series: { [series('consultantos_jobs_total', 'status="completed"')]: gauge([[120, 20]]) },
    atMinutes: 15,
    fires: [],
  },
  oldest('for 1000 s', gauge([[1000, 20]]), STUCK),
  oldest('for 800 s', gauge([[800, 20]]), []),
  oldest(
    'seen a minute ago',
    gauge([
      [0, 14],
      [1000, 5],
    ]),
    [],
  ),
  {
    alert: 'JobQueueStuck',
    what: 'two replicas report the same 500 s',
    series: {
      'consultantos_jobs_oldest_pending_seconds{job="consultantos", instance="a"}': gauge([[500, 20]]),
      'consultantos_jobs_oldest_pending_seconds{job="consultantos", instance="b"}': gauge([[500, 20]]),
    },
    atMinutes: 15,
    fires: [],
  },

  cost('HighAPICosts', '12 USD an hour', perHour(12), DEAR),
  cost('HighAPICosts', '8 USD an hour', perHour(8), []),
  cost('HighAPICosts', '50 USD, three minutes ago', burst(50), [], 34),
  {
    alert: 'HighAPICosts',
    what: 'two instances spend 6 USD an hour each',
    series: Object.fromEntries(
      ['a', 'b'].map((instance) => [
        `consultantos_api_cost_total{job="consultantos", instance="${instance}", service="gemini", unit="USD"}`,
        counter(perHour(6)),
      ]),
    ),
    atMinutes: 420,
    fires: DEAR,
  },
  cost('HighDailyAPICosts', '5 USD an hour make 120 a day', perHour(5), DEAR),
  cost('HighDailyAPICosts', '3.3 USD an hour make 79 a day', perHour(3.3), []),
  cost('HighDailyAPICosts', '200 USD, ten minutes ago', burst(200), [], 41),
];
