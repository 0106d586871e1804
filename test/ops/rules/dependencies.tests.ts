import { counter, gauge, type RuleTest, STEP_SECONDS, type Values } from './rule-tests.ts';
import { series } from './series.ts';

const job = 'consultantos';
const dependency = (severity: 'critical' | 'warning', check: string) =>
  [{ severity, component: 'dependency', job, check }] as const;
const upstream = (severity: 'critical' | 'warning', service: string) =>
  [{ severity, component: 'upstream', job, service }] as const;

const check = (
  alert: string,
  what: string,
  name: string,
  values: Values,
  fires: RuleTest['fires'],
  atMinutes = 25,
): RuleTest => ({
  alert,
  what,
  series: { [series('consultantos_health_check_status', `check="${name}"`)]: values },
  atMinutes,
  fires,
});

/** Up and down by turns, `changes` times, four steps each; then as it is. */
const alternating = (changes: number): Values =>
  Array.from({ length: 60 }, (_, step) => (Math.min(Math.floor(step / 4), changes) % 2 === 0 ? 1 : 0));
const changeAt = (change: number) => (change * 4 * STEP_SECONDS) / 60;

const calls = (what: string, all: number, failed: number, fires: RuleTest['fires'], quiet = 0): RuleTest => ({
  alert: 'APIFailureRate',
  what,
  series: Object.fromEntries(
    Object.entries({ success: all - failed, failed }).map(([status, rate]) => [
      series('consultantos_api_calls_total', `service="gemini", status="${status}"`),
      counter([
        [0, quiet],
        [rate, 20 - quiet],
      ]),
    ]),
  ),
  atMinutes: quiet === 0 ? 15 : quiet + 1.5,
  fires,
});

const circuit = (what: string, values: Values, fires: RuleTest['fires'], atMinutes = 15): RuleTest => ({
  alert: 'CircuitOpen',
  what,
  series: { [series('consultantos_circuit_breaker_state', 'service="redis"')]: values },
  atMinutes,
  fires,
});

export const DEPENDENCY_TESTS: readonly RuleTest[] = [
  check('DependencyDown', 'the database', 'database', gauge([[0, 30]]), dependency('critical', 'database')),
  check('DependencyDown', 'the storage', 'storage', gauge([[0, 30]]), dependency('warning', 'storage')),
  check('DependencyDown', 'the database is up', 'database', gauge([[1, 30]]), []),
  check('DependencyDown', 'the storage is up', 'storage', gauge([[1, 30]]), []),
  check('DependencyDown', 'the storage warns', 'storage', gauge([[0.5, 30]]), []),
  check(
    'DependencyDown',
    'the database, for half a minute',
    'database',
    gauge([
      [1, 24],
      [0, 5],
    ]),
    [],
  ),
  check(
    'DependencyDown',
    'the storage, for half a minute',
    'storage',
    gauge([
      [1, 24],
      [0, 5],
    ]),
    [],
  ),
  {
    alert: 'DependencyDown',
    what: 'one of two instances sees the database down',
    series: {
      'consultantos_health_check_status{job="consultantos", instance="a", check="database"}': gauge([
        [0, 10],
      ]),
      'consultantos_health_check_status{job="consultantos", instance="b", check="database"}': gauge([
        [1, 10],
      ]),
    },
    atMinutes: 5,
    fires: dependency('critical', 'database'),
  },
  check(
    'DependencyDegraded',
    'a disk fills up',
    'storage',
    gauge([[0.5, 30]]),
    dependency('warning', 'storage'),
  ),
  check('DependencyDegraded', 'all is well', 'storage', gauge([[1, 30]]), []),
  check('DependencyDegraded', 'down is another alert', 'storage', gauge([[0, 30]]), []),
  check(
    'DependencyDegraded',
    'for ten minutes',
    'storage',
    gauge([
      [1, 15],
      [0.5, 15],
    ]),
    [],
  ),
  check('DependencyFlapping', 'eight changes', 'cache', alternating(8), dependency('warning', 'cache')),
  check('DependencyFlapping', 'five changes', 'cache', alternating(5), []),
  check(
    'DependencyFlapping',
    'the seventh change was just now',
    'cache',
    alternating(8),
    [],
    changeAt(7) + 0.5,
  ),
  {
    alert: 'DependencyFlapping',
    what: 'four changes on each of two instances',
    series: {
      'consultantos_health_check_status{job="consultantos", instance="a", check="cache"}': alternating(4),
      'consultantos_health_check_status{job="consultantos", instance="b", check="cache"}': alternating(4),
    },
    atMinutes: 25,
    fires: [],
  },

  calls('twelve of a hundred fail', 1, 0.12, upstream('critical', 'gemini')),
  calls('eight of a hundred fail', 1, 0.08, []),
  calls('four failures in five minutes', 4 / 300, 4 / 300, upstream('critical', 'gemini')),
  calls('two failures in five minutes are few', 2.4 / 300, 2.4 / 300, []),
  calls('all fail, for a minute', 1, 1, [], 10),
  calls('nobody calls', 0, 0, []),

  circuit('open', gauge([[1, 20]]), upstream('warning', 'redis')),
  circuit(
    'half open by turns',
    [...Array(30).keys()].map((step) => (step % 2) / 2 + 0.5),
    upstream('warning', 'redis'),
  ),
  {
    alert: 'CircuitOpen',
    what: 'open on one of two instances',
    series: {
      'consultantos_circuit_breaker_state{job="consultantos", instance="a", service="redis"}': gauge([
        [1, 20],
      ]),
      'consultantos_circuit_breaker_state{job="consultantos", instance="b", service="redis"}': gauge([
        [0, 20],
      ]),
    },
    atMinutes: 15,
    fires: upstream('warning', 'redis'),
  },
  circuit('closed', gauge([[0, 20]]), []),
  circuit(
    'closed now and then',
    [...Array(30).keys()].map((step) => (step % 4 === 0 ? 0 : 1)),
    [],
  ),
  circuit(
    'not closed for five minutes and a half',
    gauge([
      [0, 10],
      [1, 10],
    ]),
    [],
    15.5,
  ),
];
