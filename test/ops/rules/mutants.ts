import type { Alert, Recording } from '../../../ops/prometheus/rules/rule.ts';
import { isAlert, type Rules } from './rules-file.ts';

export interface Mutant {
  /** The alert whose tests must notice it; of a budget's, those that begin with its name. */
  readonly alert: string;
  readonly about: string;
  readonly what: string;
  readonly rules: Rules;
}

const FLIPPED: Readonly<Record<string, string>> = { '>': '<', '<': '>', '==': '!=' };
const COMPARISON = /(==|>|<) (-?[\d.]+)/g;
const BUDGET = /^vector\(([\d.]+)\)$/;

interface Change<R> {
  readonly what: string;
  readonly rule: R;
}

/** Half as much again, and half; a limit of 0 becomes 1 and -1. */
const moved = (limit: number) => (limit === 0 ? [1, -1] : [limit * 1.5, limit * 0.5]);

function changesOf(alert: Alert): Change<Alert>[] {
  const { expr, labels } = alert;
  const comparisons = [...expr.matchAll(COMPARISON)].flatMap(([text, sign = '', limit = ''], at) => {
    const put = (other: string) => replaceNth(expr, at, other);
    return [
      { what: `${text} flipped`, rule: { ...alert, expr: put(`${FLIPPED[sign] ?? ''} ${limit}`) } },
      ...moved(Number(limit)).map((other) => ({
        what: `${text} to ${other}`,
        rule: { ...alert, expr: put(`${sign} ${other}`) },
      })),
    ];
  });
  const { for: patience, ...hasty } = alert;
  const severity = labels.severity === 'warning' ? 'critical' : 'warning';
  return [
    ...comparisons,
    ...(patience === undefined ? [] : [{ what: `for ${patience} dropped`, rule: hasty }]),
    { what: `${labels.severity} to ${severity}`, rule: { ...alert, labels: { ...labels, severity } } },
  ];
}

function replaceNth(text: string, wanted: number, other: string): string {
  let at = -1;
  return text.replace(COMPARISON, (found) => ((at += 1) === wanted ? other : found));
}

/** A budget is a threshold too: every burn rate is measured by it. */
function budgetsOf(recording: Recording): Change<Recording>[] {
  const [, budget] = BUDGET.exec(recording.expr) ?? [];
  if (budget === undefined) return [];
  return moved(Number(budget)).map((other) => ({
    what: `budget ${recording.labels?.slo ?? ''} to ${other}`,
    rule: { ...recording, expr: `vector(${other})` },
  }));
}

/** Every alert wrong in one way at a time: comparison, limit, patience, severity. */
export function mutantsOf(rules: Rules): Mutant[] {
  return rules.groups.flatMap((group, groupAt) =>
    group.rules.flatMap((rule, ruleAt) => {
      const changes = isAlert(rule) ? changesOf(rule) : budgetsOf(rule);
      return changes.map(({ what, rule: changed }) => ({
        alert: isAlert(rule) ? rule.alert : 'ErrorBudgetBurningFast',
        about: isAlert(rule) ? '' : (rule.labels?.slo ?? ''),
        what,
        rules: {
          groups: rules.groups.with(groupAt, { ...group, rules: group.rules.with(ruleAt, changed) }),
        },
      }));
    }),
  );
}
