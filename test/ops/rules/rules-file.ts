import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Alert, Group, Recording } from '../../../ops/prometheus/rules/rule.ts';

export const RULES_FILE = 'ops/prometheus/consultantos.rules.yml';

export interface Rules {
  readonly groups: readonly Group[];
}

/** The rules as Prometheus reads them. */
export const readRules = (path = RULES_FILE): Rules => parse(readFileSync(path, 'utf8')) as Rules;

export const isAlert = (rule: Alert | Recording): rule is Alert => 'alert' in rule;

export const alertsOf = ({ groups }: Rules): Alert[] => groups.flatMap(({ rules }) => rules.filter(isAlert));

/** The recordings that these expressions read, and those that these read. */
function readBy(expressions: readonly string[], recordings: readonly Recording[]): ReadonlySet<Recording> {
  const found = new Set<Recording>();
  const queue = [...expressions];
  for (let expr = queue.pop(); expr !== undefined; expr = queue.pop()) {
    for (const recording of recordings) {
      if (found.has(recording) || !expr.includes(recording.record)) continue;
      found.add(recording);
      queue.push(recording.expr);
    }
  }
  return found;
}

/**
 * The alerts called `name` and what they read, without their texts: `promtool test rules` would want those word by
 * word, which the drill looks at as they arrive.
 */
export function rulesFor(name: string, { groups }: Rules): Rules {
  const all = groups.flatMap(({ rules }) => rules);
  const alerts = all.filter(isAlert).filter(({ alert }) => alert === name);
  const recordings = all.filter((rule): rule is Recording => !isAlert(rule));
  const needed = readBy(
    alerts.map(({ expr }) => expr),
    recordings,
  );
  const wanted = (rule: Alert | Recording) => (isAlert(rule) ? rule.alert === name : needed.has(rule));
  return {
    groups: groups
      .map((group) => ({ ...group, rules: group.rules.filter(wanted).map(withoutTexts) }))
      .filter(({ rules }) => rules.length > 0),
  };
}

function withoutTexts(rule: Alert | Recording): Alert | Recording {
  if (!isAlert(rule)) return rule;
  const { annotations: _texts, ...rest } = rule;
  return rest as Alert;
}
