import { alert, type Group, JOB, percent } from './rule.ts';
import { TIMED } from './recordings.ts';
import { AT_LEAST, BUDGETS, BURNS, THRESHOLDS } from './thresholds.ts';

type Slo = keyof typeof BUDGETS;

interface Counting {
  /** How many there were within five minutes. */
  readonly events: string;
  readonly errors: string;
}

interface Objective extends Counting {
  /** What counts, and what of it is bad, in the words of docs/MONITORING.md. */
  readonly counted: string;
  readonly bad: string;
}

const sum = (metric: string, labels: string) => `sum by (job) (increase(${metric}{${labels}}[5m]))`;

/** Prometheus 3 writes `le` as a float, Prometheus 2 as the service does. */
const edge = (seconds: number) => `le=~"${seconds}(\\\\.0)?"`;

function slow(metric: string, labels: string, seconds: number): Counting {
  const events = sum(`${metric}_count`, labels);
  return { events, errors: `${events} - ${sum(`${metric}_bucket`, `${labels}, ${edge(seconds)}`)}` };
}

export const OBJECTIVES: Readonly<Record<Slo, Objective>> = {
  availability: {
    counted: 'every request to the API',
    bad: 'it is answered with 500 or above',
    events: sum('consultantos_requests_total', JOB),
    errors: sum('consultantos_requests_failed', JOB),
  },
  latency: {
    counted: 'every request that a route serves, but analyses and event streams',
    bad: `it takes longer than ${THRESHOLDS.requestSeconds} s`,
    ...slow('consultantos_http_request_duration_seconds', TIMED, THRESHOLDS.requestSeconds),
  },
  analysis_latency: {
    counted: 'every analysis that is made: answers from the cache are none',
    bad: `it takes longer than ${THRESHOLDS.analysisSeconds} s`,
    ...slow(
      'consultantos_execution_duration_seconds',
      `${JOB}, operation="analysis"`,
      THRESHOLDS.analysisSeconds,
    ),
  },
  jobs: {
    counted: 'every job that ended, but cancelled ones',
    bad: 'it failed',
    events: sum('consultantos_job_transitions_total', `${JOB}, status=~"completed|failed"`),
    errors: sum('consultantos_job_transitions_total', `${JOB}, status="failed"`),
  },
};

const EVENTS = 'job_slo:consultantos_events:increase5m';
const ERRORS = 'job_slo:consultantos_errors:increase5m';
const BUDGET = 'slo:consultantos_error_budget:ratio';
const burn = (window: string) => `job_slo:consultantos_burn:rate${window}`;
const bad = (window: string) => `job_slo:consultantos_errors:sum${window}`;

/** Averages of five minutes each, not sums over days of every raw series: the same figure for a hundredth of the work. */
const ratio = (window: string) =>
  window === '5m'
    ? `${ERRORS} / ${EVENTS}`
    : `avg_over_time(${ERRORS}[${window}]) / avg_over_time(${EVENTS}[${window}])`;

const WINDOWS = [...new Set(BURNS.flatMap(({ short, long }) => [short, long]))];

/**
 * How fast each objective's budget is spent: 1 spends it in exactly 30 days. And the bad events of the long windows, as the sum
 * of their pieces of five minutes: what nobody watched counts as none. The average times the window's length would take one
 * failure just after a start for twelve.
 */
export const SLO_RECORDINGS: Group = {
  name: 'consultantos-slo',
  rules: [
    ...Object.entries(OBJECTIVES).flatMap(([slo, { events, errors }]) => [
      { record: EVENTS, labels: { slo }, expr: events },
      { record: ERRORS, labels: { slo }, expr: errors },
      { record: BUDGET, labels: { slo }, expr: `vector(${BUDGETS[slo as Slo]})` },
    ]),
    ...WINDOWS.map((window) => ({
      record: burn(window),
      expr: `(${ratio(window)}) / on (slo) group_left () ${BUDGET}`,
    })),
    ...BURNS.map(({ long }) => ({ record: bad(long), expr: `sum_over_time(${ERRORS}[${long}:5m])` })),
  ],
};

/** The greater of two vectors, or the one that there is: the pieces are cut at full five minutes, and no page waits for that. */
const badEvents = (window: string) => `(${bad(window)} > ${ERRORS} or ${ERRORS} or ${bad(window)})`;

const SLOS = Object.entries(BUDGETS)
  .map(([slo, budget]) => `${slo} ${percent(1 - budget)}`)
  .join(', ');

const pace = (factor: number) => (factor === 1 ? 'too fast' : `more than ${factor} times too fast`);

export const SLO_ALERTS: Group = {
  name: 'consultantos-slo-alerts',
  rules: BURNS.map(({ factor, long, short, severity, for: patience }) =>
    alert({
      name: severity === 'critical' ? 'ErrorBudgetBurningFast' : 'ErrorBudgetBurningSlowly',
      severity,
      component: 'slo',
      labels: { window: long },
      for: patience,
      expr: [
        `${burn(long)} > ${factor}`,
        `and ${burn(short)} > ${factor}`,
        `and ${badEvents(long)} > ${AT_LEAST.badEvents}`,
      ].join('\n'),
      summary: `The objective {{ $labels.slo }} spends its error budget ${pace(factor)}`,
      description:
        `Over ${long}, and still over ${short}, {{ $labels.slo }} spends its budget ` +
        `{{ printf "%.1f" $value }} times as fast as it may; the limit is ${factor}. Objectives over 30 days: ${SLOS}.`,
      dashboard: 'overview',
    }),
  ),
};
