import { type Recording } from '../../../ops/prometheus/rules/rule.ts';
import { alertsOf, isAlert, type Rules } from '../rules/rules-file.ts';
import { ruleName } from './expected.ts';
import { looksBack, scaledExpression, secondsOf, shorter } from './scaled-rules.ts';

/** How long all must be well before the silence of a rule means something, in seconds of the drill. */
export interface Patience {
  readonly rule: string;
  /** So many times faster than in real life. */
  readonly factor: number;
  /** Its `for`. */
  readonly patience: number;
  /** How far it looks back. */
  readonly window: number;
}

/**
 * The factor at which each rule is watched: the first, unless its `for` outlasts the quiet time there; then the next at which
 * `for` and window together fit into it. What fits at none is left at the last.
 */
export function patiences(rules: Rules, factors: readonly number[], quietSeconds: number): Patience[] {
  const recordings = rules.groups.flatMap((group) =>
    group.rules.filter((rule): rule is Recording => !isAlert(rule)),
  );
  return alertsOf(rules).map((alert) => {
    const each = factors.map((factor) => ({
      rule: ruleName(alert),
      factor,
      patience: alert.for === undefined ? 0 : secondsOf(shorter(alert.for, factor)),
      window: windowOf(alert.expr, factor, recordings),
    }));
    const fits = each.find(({ patience, window }, at) => patience + (at > 0 ? window : 0) < quietSeconds);
    return fits ?? each.at(-1)!;
  });
}

/** How far an expression looks back, by its own ranges and by those of the recorded series in them. */
function windowOf(expression: string, factor: number, recordings: readonly Recording[]): number {
  const windows = looksBack(scaledExpression(expression, factor)).map(({ metric, seconds }) => {
    const behind = recordings.filter(({ record }) => record === metric);
    return seconds + Math.max(0, ...behind.map(({ expr }) => windowOf(expr, factor, recordings)));
  });
  return Number(Math.max(0, ...windows).toFixed(3));
}

/** Only these alerts, and every recording. */
export const only = ({ groups }: Rules, names: ReadonlySet<string>): Rules => ({
  groups: groups.map((group) => ({
    ...group,
    rules: group.rules.filter((rule) => !isAlert(rule) || names.has(ruleName(rule))),
  })),
});

/** Of which rules silence proves nothing, since it did not last. */
export const unproven = (patience: readonly Patience[], firstFactor: number, quietSeconds: number) =>
  patience
    .filter((each) => each.patience + (each.factor === firstFactor ? 0 : each.window) >= quietSeconds)
    .map(({ rule }) => `${rule} is too patient for its silence to prove anything`);
