import { parser } from '@prometheus-io/lezer-promql';
import type { Rules } from '../rules/rules-file.ts';
import { isAlert } from '../rules/rules-file.ts';

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Rules use durations of one unit. @throws Error where there are more */
export function secondsOf(duration: string): number {
  const [, number, unit = ''] = /^(\d+)(ms|[smhd])$/.exec(duration) ?? [];
  const seconds = SECONDS[unit];
  if (number === undefined || seconds === undefined)
    throw new Error(`This is no duration of one unit: ${duration}`);
  return Number(number) * seconds;
}

/** `5m` as so many times less, in milliseconds. */
export const shorter = (duration: string, factor: number) => milliseconds(secondsOf(duration) / factor);

const milliseconds = (seconds: number) => `${Math.round(seconds * 1000)}ms`;

/** Three scrapes: less holds no two samples, and so no rate. */
const LEAST_RANGE_SECONDS = 3;

interface Range {
  readonly from: number;
  readonly to: number;
}

function rangesOf(expression: string): Range[] {
  const ranges: Range[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'NumberDurationLiteralInDurationContext') ranges.push({ from, to });
    },
  });
  return ranges;
}

/** An expression whose ranges are so many times shorter, as far as they can be; its limits stay. */
export const scaledExpression = (expression: string, factor: number): string =>
  rangesOf(expression).reduceRight((text, { from, to }) => {
    const seconds = Math.max(secondsOf(text.slice(from, to)) / factor, LEAST_RANGE_SECONDS);
    return text.slice(0, from) + milliseconds(seconds) + text.slice(to);
  }, expression);

/** Each series that an expression selects, and how many seconds back; 0 where only what is there now counts. */
export function looksBack(expression: string): { metric: string; seconds: number }[] {
  const looks: { metric: string; seconds: number }[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, node }) => {
      if (name !== 'VectorSelector') return;
      const { from, to } = node.getChild('Identifier') ?? node;
      const range = /^(MatrixSelector|SubqueryExpr)$/.test(node.parent?.name ?? '')
        ? node.parent!.getChild('DurationExpr')!
        : undefined;
      const seconds = range === undefined ? 0 : secondsOf(expression.slice(range.from, range.to));
      looks.push({ metric: expression.slice(from, to), seconds });
    },
  });
  return looks;
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
