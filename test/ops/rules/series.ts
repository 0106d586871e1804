import { counter, STEP_SECONDS, type Values } from './rule-tests.ts';

const TARGET = 'job="consultantos", instance="a:9090"';
type Phases = Parameters<typeof counter>[0];

export const series = (metric: string, labels = '') =>
  `${metric}{${TARGET}${labels === '' ? '' : `, ${labels}`}}`;

/** Requests per second and, of them, failed ones. */
export const requests = (all: Phases, failed: Phases): Record<string, Values> => ({
  [series('consultantos_requests_total', 'method="GET", route="/reports"')]: counter(all),
  [series('consultantos_requests_failed', 'method="GET", route="/reports"')]: counter(failed),
});

/** A histogram whose observations come at `perSecond`, after `quietMinutes` without any; `shares` says how many are within each edge. */
export function histogram(
  metric: string,
  labels: string,
  shares: Readonly<Record<string, number>>,
  { perSecond, quietMinutes = 0, minutes }: { perSecond: number; quietMinutes?: number; minutes: number },
): Record<string, Values> {
  const values = (share: number) =>
    counter([
      [0, quietMinutes],
      [perSecond * share, minutes],
    ]);
  return Object.fromEntries([
    ...Object.entries({ ...shares, '+Inf': 1 }).map(
      ([le, share]) => [series(`${metric}_bucket`, `${labels}, le="${le}"`), values(share)] as const,
    ),
    [series(`${metric}_count`, labels), values(1)] as const,
  ]);
}

export const durations = (
  route: string,
  ...rest: [Record<string, number>, Parameters<typeof histogram>[3]]
) =>
  histogram(
    'consultantos_http_request_duration_seconds',
    `method="GET", route="${route}", status="2xx"`,
    ...rest,
  );

export const analyses = (...rest: [Record<string, number>, Parameters<typeof histogram>[3]]) =>
  histogram('consultantos_execution_duration_seconds', 'operation="analysis"', ...rest);

/** The growth of these counters over and over, for an hour, and so many minutes of rest after each time. */
export const inBursts = (
  burst: Readonly<Record<string, Values>>,
  restMinutes: number,
): Record<string, Values> =>
  Object.fromEntries(Object.entries(burst).map(([name, values]) => [name, repeated(values, restMinutes)]));

function repeated(values: Values, restMinutes: number): Values {
  const growth = Number(values.at(-1));
  const rest = Array<number>(Math.ceil((restMinutes * 60) / STEP_SECONDS)).fill(growth);
  const period = [...values.slice(1).map(Number), ...rest];
  return Array.from(
    { length: Math.ceil(3600 / STEP_SECONDS) },
    (_, step) => Math.floor(step / period.length) * growth + period[step % period.length]!,
  );
}
