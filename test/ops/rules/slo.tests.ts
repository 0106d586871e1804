import { counter, gauge, type RuleTest } from './rule-tests.ts';
import { analyses, durations, requests, series } from './series.ts';

/** No divisor of any window, see STEP_SECONDS, and short of five minutes: each piece of those is counted once. */
const STEP = 290;
/** The slow burns, over days, are looked at less often. */
const EVERY = { ErrorBudgetBurningFast: 7 * 60, ErrorBudgetBurningSlowly: 127 * 60 } as const;
const BUDGET = 0.001;
const HOUR = 60;
const job = 'consultantos';

const fast = (...windows: string[]) =>
  windows.map(
    (window) => ({ severity: 'critical', component: 'slo', job, slo: 'availability', window }) as const,
  );
const slowly = (...windows: string[]) =>
  windows.map(
    (window) => ({ severity: 'ticket', component: 'slo', job, slo: 'availability', window }) as const,
  );

/** Phases of so many minutes in which the budget burns so fast; `bad` events per hour, many where absent. */
function burning(
  alert: keyof typeof EVERY,
  what: string,
  phases: readonly (readonly [burn: number, minutes: number])[],
  fires: RuleTest['fires'],
  { badPerHour = 3600, atMinutes }: { badPerHour?: number; atMinutes?: number } = {},
): RuleTest {
  const errors = badPerHour / 12;
  const of = (name: string) =>
    `job_slo:consultantos_${name}:increase5m{job="consultantos", slo="availability"}`;
  return {
    alert,
    what,
    step: STEP,
    every: EVERY[alert],
    series: {
      [of('errors')]: gauge(
        phases.map(([burn, minutes]) => [burn === 0 ? 0 : errors, minutes]),
        STEP,
      ),
      [of('events')]: gauge(
        phases.map(([burn, minutes]) => [burn === 0 ? 1 : errors / (burn * BUDGET), minutes]),
        STEP,
      ),
    },
    atMinutes: atMinutes ?? phases.reduce((sum, [, minutes]) => sum + minutes, 0) - 1,
    fires,
  };
}
const FAST = 'ErrorBudgetBurningFast';
const SLOW = 'ErrorBudgetBurningSlowly';

/** From raw series: 17 times too fast pages over both windows, 12 times over the longer one only. */
const raw = (slo: string, burn: 17 | 12, input: RuleTest['series']): RuleTest => ({
  alert: FAST,
  what: `${slo}, ${burn} times too fast`,
  series: input,
  atMinutes: 35,
  fires: fast(...(burn === 17 ? ['1h', '6h'] : ['6h'])).map((labels) => ({ ...labels, slo })),
});
const often = { perSecond: 1, minutes: 40 };
const moved = (failed: number) =>
  Object.fromEntries(
    Object.entries({ completed: 1 - failed, failed, cancelled: 5 }).map(([status, rate]) => [
      series('consultantos_job_transitions_total', `status="${status}"`),
      counter([[rate, 40]]),
    ]),
  );

/** Users from the start on, so many requests a minute, of which the first ones fail. */
const justStarted = (
  what: string,
  { perMinute, failures, atMinutes }: { perMinute: number; failures: number; atMinutes: number },
  windows: readonly string[],
): RuleTest => {
  const all = counter([[perMinute / 60, 12]]);
  return {
    alert: FAST,
    what: `just started, ${what}`,
    series: {
      [series('consultantos_requests_total', 'method="GET", route="/reports"')]: all,
      [series('consultantos_requests_failed', 'method="GET", route="/reports"')]: all.map((count) =>
        Math.min(Number(count), failures),
      ),
    },
    atMinutes,
    fires: fast(...windows),
  };
};

export const SLO_TESTS: readonly RuleTest[] = [
  ...([17, 12] as const).flatMap((burn) => [
    raw('availability', burn, requests([[10, 40]], [[burn * 0.01, 40]])),
    raw('latency', burn, durations('/reports', { '1': 1 - burn * 0.01 }, often)),
    raw('analysis_latency', burn, analyses({ '60': 1 - burn * 0.05 }, often)),
    raw('jobs', burn, moved(burn * 0.01)),
  ]),
  {
    alert: FAST,
    what: 'event streams are not slow',
    series: durations('/jobs/:id/events', { '1': 0 }, often),
    atMinutes: 35,
    fires: [],
  },
  { alert: FAST, what: 'no traffic', series: requests([[0, 40]], [[0, 40]]), atMinutes: 35, fires: [] },

  justStarted('one of few requests fails', { perMinute: 2, failures: 1, atMinutes: 4 }, []),
  justStarted('one of few requests failed', { perMinute: 2, failures: 1, atMinutes: 9 }, []),
  justStarted('four of few requests fail', { perMinute: 2, failures: 4, atMinutes: 7 }, []),
  justStarted('six of few requests fail', { perMinute: 2, failures: 6, atMinutes: 7 }, ['1h']),
  // Five minutes are not full yet.
  justStarted('every request fails', { perMinute: 10, failures: 100, atMinutes: 4 }, ['1h']),

  burning(FAST, '17 times', [[17, 2 * HOUR]], fast('1h', '6h')),
  burning(FAST, '17 times, since three minutes', [[17, 2 * HOUR]], [], { atMinutes: 3 }),
  burning(
    FAST,
    '20 times just now, 13 over the hour',
    [
      [10, 70],
      [20, 17],
    ],
    fast('6h'),
  ),
  burning(
    FAST,
    '18 times over the hour, 10 just now',
    [
      [20, 80],
      [10, 10],
    ],
    fast('6h'),
  ),
  burning(FAST, 'six bad events in an hour', [[17, 2 * HOUR]], fast('1h', '6h'), { badPerHour: 6 }),
  burning(FAST, 'four bad events in an hour are few', [[17, 2 * HOUR]], fast('6h'), { badPerHour: 4 }),
  burning(FAST, 'seven times', [[7.2, 8 * HOUR]], fast('6h')),
  burning(
    FAST,
    'ten times just now, less than five over six hours',
    [
      [4, 7 * HOUR],
      [10, 42],
    ],
    [],
  ),
  burning(
    FAST,
    '7.5 times over six hours, four just now',
    [
      [8, 7 * HOUR],
      [4, 42],
    ],
    [],
  ),
  burning(FAST, 'six bad events in six hours', [[7.2, 8 * HOUR]], fast('6h'), { badPerHour: 1 }),
  burning(FAST, 'four bad events in six hours are few', [[7.2, 8 * HOUR]], [], { badPerHour: 4 / 6 }),
  burning(FAST, 'nothing fails', [[0, 8 * HOUR]], []),

  burning(SLOW, '3.6 times', [[3.6, 26 * HOUR]], slowly('1d', '3d')),
  burning(SLOW, '3.6 times, since ten minutes', [[3.6, 26 * HOUR]], [], { atMinutes: 10 }),
  burning(
    SLOW,
    'five times just now, 2.6 over the day',
    [
      [2, 25 * HOUR],
      [5, 5 * HOUR],
    ],
    slowly('3d'),
  ),
  burning(
    SLOW,
    '3.7 times over the day, two just now',
    [
      [4, 27 * HOUR],
      [2, 3 * HOUR],
    ],
    slowly('3d'),
  ),
  burning(SLOW, 'six bad events in a day', [[3.6, 26 * HOUR]], slowly('1d', '3d'), { badPerHour: 6 / 24 }),
  burning(SLOW, 'four bad events in a day are few', [[3.6, 26 * HOUR]], [], { badPerHour: 4 / 24 }),
  burning(SLOW, '1.2 times', [[1.2, 76 * HOUR]], slowly('3d')),
  burning(SLOW, 'twice, since fifty minutes', [[2, 76 * HOUR]], [], { atMinutes: 50 }),
  burning(
    SLOW,
    '1.5 times just now, 0.8 over three days',
    [
      [0.7, 76 * HOUR],
      [1.5, 8 * HOUR],
    ],
    [],
  ),
  burning(
    SLOW,
    '1.2 times over three days, 0.7 just now',
    [
      [1.3, 80 * HOUR],
      [0.7, 8 * HOUR],
    ],
    [],
  ),
  burning(SLOW, 'six bad events in three days', [[1.2, 76 * HOUR]], slowly('3d'), { badPerHour: 6 / 72 }),
  burning(SLOW, 'four bad events in three days are few', [[1.2, 76 * HOUR]], [], { badPerHour: 4 / 72 }),
  burning(SLOW, 'nothing fails', [[0, 76 * HOUR]], []),
];
