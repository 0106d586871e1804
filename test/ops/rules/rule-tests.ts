import type { Severity } from '../../../ops/prometheus/rules/rule.ts';
import type { Rules } from './rules-file.ts';

/** Not a divisor of any range or `for` in the rules: no sample lies on the edge of one, where Prometheus 2 and 3 differ. */
export const STEP_SECONDS = 35;

/** The values of one series, one each step. */
export type Values = readonly (number | '_')[];

/** A phase of a series: what happens in each second, and for how many minutes. */
type Phase = readonly [perSecond: number, minutes: number];

const steps = (minutes: number, step: number) => Math.ceil((minutes * 60) / step);

/** A counter that grows as fast as each phase says. */
export function counter(phases: readonly Phase[], step = STEP_SECONDS): Values {
  const values = [0];
  for (const [perSecond, minutes] of phases) {
    for (let each = steps(minutes, step); each > 0; each -= 1)
      values.push((values.at(-1) ?? 0) + perSecond * step);
  }
  return values;
}

/** A gauge that stands at each value for so many minutes. */
export function gauge(
  phases: readonly (readonly [value: number | '_', minutes: number])[],
  step = STEP_SECONDS,
): Values {
  return phases.flatMap(([value, minutes]) => Array<number | '_'>(steps(minutes, step)).fill(value));
}

/** What a test of an alert gives it, and what is to come of it. */
export interface RuleTest {
  readonly alert: string;
  readonly what: string;
  /** Values by series. */
  readonly series: Readonly<Record<string, Values>>;
  /** Seconds between values, and between evaluations where these are others. */
  readonly step?: number;
  readonly every?: number;
  readonly atMinutes: number;
  /** The labels of each alert that fires then, severity and all; none where it is to be quiet. */
  readonly fires: readonly (Readonly<Record<string, string>> & { readonly severity: Severity })[];
}

/**
 * The input of `promtool test rules`, which is YAML, and so JSON too; one file for each interval of evaluation. Groups are evaluated in the
 * order of the file: an alert before its recording would see that of the step before.
 */
export function promtoolTests(tests: readonly RuleTest[], { groups }: Rules, rulesFile: string): string[] {
  const byIntervals = Map.groupBy(tests, ({ step = STEP_SECONDS, every = step }) => every);
  return [...byIntervals].map(([every, each]) =>
    JSON.stringify({
      rule_files: [rulesFile],
      evaluation_interval: `${every}s`,
      group_eval_order: groups.map(({ name }) => name),
      tests: each.map((test) => ({ interval: `${test.step ?? STEP_SECONDS}s`, ...promtoolTest(test) })),
    }),
  );
}

const promtoolTest = ({ alert, what, series, atMinutes, fires }: RuleTest) => ({
  name: `${alert}: ${what}`,
  input_series: Object.entries(series).map(([name, values]) => ({ series: name, values: values.join(' ') })),
  alert_rule_test: [
    {
      eval_time: `${Math.round(atMinutes * 60)}s`,
      alertname: alert,
      exp_alerts: fires.map((labels) => ({ exp_labels: labels })),
    },
  ],
});
