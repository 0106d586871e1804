import { counter, gauge, type RuleTest } from './rule-tests.ts';
import { analyses, durations, histogram, inBursts, requests, series } from './series.ts';

const job = 'consultantos';
const ERRORS = [{ severity: 'critical', component: 'api', job }] as const;
const SLOW = [{ severity: 'warning', component: 'api', job }] as const;
const SLOW_ANALYSES = [{ severity: 'warning', component: 'analysis', job }] as const;
const MISSES = [{ severity: 'warning', component: 'cache', job }] as const;
const down = { severity: 'critical', component: 'service', job } as const;

/** p95 of 1.25 s, and of 0.86 s. */
const [ABOVE_1, BELOW_1] = [
  { '0.5': 0.9, '1': 0.94, '2.5': 1 },
  { '0.5': 0.9, '1': 0.97, '2.5': 1 },
];
/** p95 of 70 s, and of 51 s. */
const [ABOVE_60, BELOW_60] = [
  { '30': 0.9, '60': 0.94, '120': 1 },
  { '30': 0.9, '60': 0.97, '120': 1 },
];

const BURST = { perSecond: 1, minutes: 1 };

const lookUps = (hits: number, misses: number, minutes: number) => ({
  [series('consultantos_cache_hits')]: counter([[hits, minutes]]),
  [series('consultantos_cache_misses')]: counter([[misses, minutes]]),
});
/** So many look-ups in half an hour. */
const per30m = (lookups: number) => lookups / 1800;

const error = (what: string, all: number, failed: number, fires: RuleTest['fires']): RuleTest => ({
  alert: 'HighErrorRate',
  what,
  series: requests([[all, 20]], [[failed, 20]]),
  atMinutes: 15,
  fires,
});

const slow = (
  what: string,
  input: RuleTest['series'],
  fires: RuleTest['fires'],
  atMinutes = 20,
): RuleTest => ({
  alert: 'HighLatency',
  what,
  series: input,
  atMinutes,
  fires,
});

const cache = (what: string, input: RuleTest['series'], fires: RuleTest['fires']): RuleTest => ({
  alert: 'LowCacheHitRate',
  what,
  series: input,
  atMinutes: 80,
  fires,
});

export const TRAFFIC_TESTS: readonly RuleTest[] = [
  error('six of a hundred fail', 1, 0.06, ERRORS),
  error('four of a hundred fail', 1, 0.04, []),
  error('everything fails, four in five minutes', 4 / 300, 4 / 300, ERRORS),
  error('two failures in five minutes are few', 2.4 / 300, 2.4 / 300, []),
  error('no traffic at all', 0, 0, []),
  {
    alert: 'HighErrorRate',
    what: 'everything fails, for a minute',
    series: requests(
      [[1, 20]],
      [
        [0, 10],
        [1, 10],
      ],
    ),
    atMinutes: 11.5,
    fires: [],
  },
  {
    alert: 'HighErrorRate',
    what: 'a restart sets the counters back',
    series: {
      ...requests([[1, 20]], []),
      [series('consultantos_requests_failed', 'method="GET", route="/reports"')]: gauge([
        [5000, 10],
        [0, 10],
      ]),
    },
    atMinutes: 15,
    fires: [],
  },

  slow('p95 is 1.25 s', durations('/reports', ABOVE_1, { perSecond: 1, minutes: 25 }), SLOW),
  slow('p95 is 0.86 s', durations('/reports', BELOW_1, { perSecond: 1, minutes: 25 }), []),
  slow(
    'twelve requests in five minutes',
    durations('/reports', ABOVE_1, { perSecond: 12 / 300, minutes: 25 }),
    SLOW,
  ),
  slow(
    'seven requests in five minutes are few',
    durations('/reports', ABOVE_1, { perSecond: 7 / 300, minutes: 25 }),
    [],
  ),
  slow(
    'event streams last as long as their jobs',
    durations('/v1/jobs/:id/events', ABOVE_1, { perSecond: 1, minutes: 25 }),
    [],
  ),
  slow(
    'analyses have a limit of their own',
    durations('/analyze', ABOVE_1, { perSecond: 1, minutes: 25 }),
    [],
  ),
  slow(
    'slow for three minutes',
    durations('/reports', ABOVE_1, { perSecond: 1, quietMinutes: 10, minutes: 10 }),
    [],
    14,
  ),
  slow(
    'all slow, in bursts with three minutes between',
    inBursts(durations('/reports', ABOVE_1, BURST), 3),
    SLOW,
  ),
  slow('p95 of analyses is 70 s', analyses(ABOVE_60, { perSecond: 0.1, minutes: 25 }), SLOW_ANALYSES),
  slow('p95 of analyses is 51 s', analyses(BELOW_60, { perSecond: 0.1, minutes: 25 }), []),
  slow(
    'four analyses in ten minutes',
    analyses(ABOVE_60, { perSecond: 4 / 600, minutes: 25 }),
    SLOW_ANALYSES,
  ),
  slow('two analyses in ten minutes are few', analyses(ABOVE_60, { perSecond: 2.4 / 600, minutes: 25 }), []),
  slow(
    'analyses slow for three minutes',
    analyses(ABOVE_60, { perSecond: 0.1, quietMinutes: 10, minutes: 10 }),
    [],
    14,
  ),
  slow(
    'analyses all slow, in bursts with seven minutes between',
    inBursts(analyses(ABOVE_60, BURST), 7),
    SLOW_ANALYSES,
    40,
  ),
  slow(
    'a stage that is slow is no analysis',
    histogram('consultantos_execution_duration_seconds', 'operation="swot"', ABOVE_60, {
      perSecond: 0.1,
      minutes: 25,
    }),
    [],
  ),

  cache('half of the look-ups hit', lookUps(0.1, 0.1, 90), MISSES),
  cache('seven of ten look-ups hit', lookUps(0.14, 0.06, 90), []),
  cache('24 look-ups in half an hour', lookUps(0, per30m(24), 90), MISSES),
  cache('14 look-ups in half an hour are few', lookUps(0, per30m(14), 90), []),
  cache(
    'misses only, for the last twenty minutes',
    {
      [series('consultantos_cache_hits')]: counter([
        [0.1, 60],
        [0, 30],
      ]),
      [series('consultantos_cache_misses')]: counter([
        [0, 60],
        [0.1, 30],
      ]),
    },
    [],
  ),

  {
    alert: 'ServiceDown',
    what: 'one of two instances is down',
    series: {
      'up{job="consultantos", instance="a"}': gauge([[0, 10]]),
      'up{job="consultantos", instance="b"}': gauge([[1, 10]]),
    },
    atMinutes: 5,
    fires: [{ ...down, instance: 'a' }],
  },
  {
    alert: 'ServiceDown',
    what: 'nobody knows of an instance',
    series: { 'up{job="other"}': gauge([[1, 10]]) },
    atMinutes: 5,
    fires: [down],
  },
  {
    alert: 'ServiceDown',
    what: 'up',
    series: { 'up{job="consultantos", instance="a"}': gauge([[1, 10]]) },
    atMinutes: 5,
    fires: [],
  },
  {
    alert: 'ServiceDown',
    what: 'down for half a minute',
    series: {
      'up{job="consultantos", instance="a"}': gauge([
        [1, 5],
        [0, 5],
      ]),
    },
    atMinutes: 5.9,
    fires: [],
  },
];
