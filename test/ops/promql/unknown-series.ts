import type { Family, Series } from '../../exposition.js';
import { alternativesOf } from './alternatives.ts';
import { groupingLabelsOf, type Matcher, type Selector, selectorsOf } from './selectors.ts';

/** What Prometheus itself adds: the labels of a target, and whether it could be scraped. */
const TARGET_LABELS = new Set(['job', 'instance', 'namespace']);
const OF_PROMETHEUS = new Set(['up', 'scrape_duration_seconds', 'ALERTS']);

/** What there is to select from. */
export interface Known {
  /** The exposition of the running service, by family. */
  readonly exposition: ReadonlyMap<string, Family>;
  /** Names that recording rules make. */
  readonly recorded: ReadonlySet<string>;
}

const seriesNamed = ({ exposition }: Known, name: string): Series[] =>
  [...exposition.values()].flatMap(({ series }) => series.filter((each) => each.name === name));

/** Prometheus anchors its expressions. An unequal value counts as well: what is left out must exist, or it is a typing error. */
function takes({ operator, value }: Matcher, live: string): boolean {
  return operator.endsWith('~') ? new RegExp(`^(?:${value})$`).test(live) : live === value;
}

/** Every alternative of a regular expression, in brackets or not: each must exist, or it is a typing error. */
const alternatives = (matcher: Matcher): Matcher[] =>
  matcher.operator.endsWith('~')
    ? alternativesOf(matcher.value).map((value) => ({ ...matcher, value }))
    : [matcher];

/** How Prometheus keeps a label's value: its third version writes the edge `1` as `1.0`, its second leaves it. */
function kept(label: string, value: string): string[] {
  return label === 'le' && /^\d+$/.test(value) ? [value, `${value}.0`] : [value];
}

const liveValues = (series: readonly Series[], label: string) =>
  series.flatMap(({ labels }) => kept(label, labels[label] ?? ''));

function unknownIn({ metric, matchers }: Selector, known: Known): string[] {
  if (known.recorded.has(metric) || OF_PROMETHEUS.has(metric)) return [];
  const series = seriesNamed(known, metric);
  if (series.length === 0) return [`${metric} does not exist`];
  return matchers
    .filter(({ label }) => !TARGET_LABELS.has(label))
    .flatMap(alternatives)
    .filter((matcher) => !liveValues(series, matcher.label).some((live) => takes(matcher, live)))
    .map(({ label, operator, value }) => `${metric} has no ${label}${operator}"${value}"`);
}

/** A recorded series is named after its labels, e.g. `job_slo:…`. */
const labelsOf = (metric: string, known: Known): string[] =>
  metric.includes(':')
    ? metric.split(':', 1)[0]!.split('_')
    : seriesNamed(known, metric).flatMap(({ labels }) => Object.keys(labels));

function unknownLabels(expression: string, known: Known): string[] {
  const metrics = selectorsOf(expression).map(({ metric }) => metric);
  const labels = new Set([...TARGET_LABELS, ...metrics.flatMap((metric) => labelsOf(metric, known))]);
  return groupingLabelsOf(expression)
    .filter((label) => !labels.has(label))
    .map((label) => `${[...new Set(metrics)].join(', ')} has no label ${label} to group by`);
}

/**
 * What these PromQL expressions select or group by that neither the service exposes nor a rule records: metrics, labels, values.
 * Variables of dashboards must be filled in before. @throws Error where an expression is no PromQL
 */
export function unknownSeries(expressions: readonly string[], known: Known): string[] {
  const selected = expressions.flatMap(selectorsOf).flatMap((selector) => unknownIn(selector, known));
  return [...new Set([...selected, ...expressions.flatMap((each) => unknownLabels(each, known))])];
}
