import { parser } from '@prometheus-io/lezer-promql';
import type { Rules } from '../rules/rules-file.ts';
import { isAlert } from '../rules/rules-file.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `5m` as so many times less, in milliseconds. Rules use durations of one unit. */
export function shorter(duration: string, factor: number): string {
  const [, number, unit = ''] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const seconds = SECONDS[unit];
  if (number === undefined || seconds === undefined)
    throw new Error(`This is no duration of one unit: ${duration}`);
  return `${Math.round((Number(number) * seconds * 1000) / factor)}ms`;
}

/** An expression whose ranges are so many times shorter; its limits stay. */
export function scaledExpression(expression: string, factor: number): string {
  const ranges: { from: number; to: number }[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'NumberDurationLiteralInDurationContext') ranges.push({ from, to });
    },
  });
  return ranges.reduceRight(
    (text, { from, to }) => text.slice(0, from) + shorter(text.slice(from, to), factor) + text.slice(to),
    expression,
  );
}

/** The same rules for a day of which each minute lasts less: ranges and patience are shorter by one factor. */
export const scaledRules = ({ groups }: Rules, factor: number): Rules => ({
  groups: groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => {
      const expr = scaledExpression(rule.expr, factor);
      if (!isAlert(rule) || rule.for === undefined) return { ...rule, expr };
      return { ...rule, expr, for: shorter(rule.for, factor) };
    }),
  })),
});
