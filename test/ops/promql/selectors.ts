import { parser } from '@prometheus-io/lezer-promql';

export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** One vector selector of an expression. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/** Every vector selector of an expression. @throws Error where it is no PromQL, or selects without naming a metric */
export function selectorsOf(expression: string): Selector[] {
  const selectors: { metric: string; matchers: Matcher[] }[] = [];
  let label = '';
  let operator = '';
  parser.parse(expression).iterate({
    enter: ({ name, type, from, to }) => {
      const text = expression.slice(from, to);
      const current = selectors.at(-1);
      if (type.isError) throw new Error(`This is no PromQL at character ${from}: ${expression}`);
      if (name === 'VectorSelector') selectors.push({ metric: '', matchers: [] });
      else if (name === 'Identifier' && current?.metric === '') current.metric = text;
      else if (name === 'MatchOp') operator = text;
      else if (name === 'LabelName') label = text;
      else if (name === 'StringLiteral' && operator !== '') {
        current?.matchers.push({ label, operator, value: JSON.parse(text) as string });
        operator = '';
      }
    },
  });
  const nameless = selectors.some(({ metric }) => metric === '');
  if (nameless) throw new Error(`A selector names no metric: ${expression}`);
  return selectors;
}

/** Every label that an expression groups or matches by: `by`, `without`, `on`, `ignoring`. */
export function groupingLabelsOf(expression: string): string[] {
  const labels: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, node, from, to }) => {
      if (name === 'LabelName' && node.parent?.name === 'GroupingLabels')
        labels.push(expression.slice(from, to));
    },
  });
  return labels;
}
