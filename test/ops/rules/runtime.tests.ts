import { counter, gauge, type RuleTest, type Values } from './rule-tests.ts';
import { inBursts, series } from './series.ts';

const runtime = {
  severity: 'warning',
  component: 'runtime',
  job: 'consultantos',
  instance: 'a:9090',
} as const;

const loop = (what: string, values: Values, fires: RuleTest['fires']): RuleTest => ({
  alert: 'EventLoopStalled',
  what,
  series: { [series('consultantos_event_loop_stalled_seconds_total')]: values },
  atMinutes: 15,
  fires,
});

const [STALLS = []] = Object.values(inBursts({ stalls: counter([[1, 1]]) }, 3));

const memory = (what: string, resident: Values, heap: Values, fires: RuleTest['fires']): RuleTest => ({
  alert: 'MemoryNearLimit',
  what,
  series: {
    [series('process_resident_memory_bytes')]: resident,
    [series('nodejs_heap_size_used_bytes')]: heap,
    [series('consultantos_memory_limit_bytes', 'kind="resident"')]: gauge([[1000, 20]]),
    [series('consultantos_memory_limit_bytes', 'kind="heap"')]: gauge([[500, 20]]),
  },
  atMinutes: 15,
  fires,
});
const steady = (value: number) => gauge([[value, 20]]);

export const RUNTIME_TESTS: readonly RuleTest[] = [
  loop('12 % of the time', counter([[0.12, 20]]), [runtime]),
  loop('8 % of the time', counter([[0.08, 20]]), []),
  loop(
    'all the time, since a minute',
    counter([
      [0, 14],
      [1, 6],
    ]),
    [],
  ),
  loop('all the time, for a minute in four', STALLS, [runtime]),
  memory('the process at 95 %', steady(950), steady(100), [{ ...runtime, kind: 'resident' }]),
  memory('the heap at 95 %', steady(500), steady(475), [{ ...runtime, kind: 'heap' }]),
  memory('both at 80 %', steady(800), steady(400), []),
  memory(
    'the process at 95 %, since two minutes',
    gauge([
      [500, 13],
      [950, 8],
    ]),
    steady(100),
    [],
  ),
  {
    alert: 'Watchdog',
    what: 'always',
    series: {},
    atMinutes: 1,
    fires: [{ severity: 'none', component: 'monitoring' }],
  },
];
