import { readFileSync } from 'node:fs';
import { percent } from '../../ops/prometheus/rules/rule.ts';
import { OBJECTIVES } from '../../ops/prometheus/rules/slo.ts';
import { BUDGETS } from '../../ops/prometheus/rules/thresholds.ts';
import { ERROR_CODES } from '../../src/errors/errors.js';
import { type Family, readExposition } from '../exposition.js';
import { createTestApp } from '../harness.js';
import { interpolate, readDashboards } from './dashboards/read.ts';
import { alertsOf, readRules } from './rules/rules-file.ts';
import { selectorsOf } from './promql/selectors.ts';
import { type Known, unknownSeries } from './promql/unknown-series.ts';

const rows = (text: string) =>
  [...text.matchAll(/^\| `(\w+)`\s*\|(.+)\|$/gm)].map(([, name, rest]) => ({
    name: name!,
    query: /`([^`]+)`\s*$/.exec(rest!)?.[1] ?? '',
  }));

/** A chapter or section, up to the next heading. */
const partOf = (path: string, heading: string) =>
  new RegExp(`^#+ ${heading}\\n(.*?)(?=^#+ )`, 'ms').exec(readFileSync(path, 'utf8'))?.[1] ?? '';

/** What rules and dashboards select, by the name of the metric; what rules record themselves has a colon. */
function metricsAskedFor(exposition: ReadonlyMap<string, Family>): string[] {
  const ofRules = readRules().groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
  const ofPanels = readDashboards()
    .flatMap(({ panels }) => panels.flatMap(({ targets }) => targets))
    .map(({ expr }) => interpolate(expr, { rate: 60, range: 3600 }));
  const metricOf = (series: string) =>
    [...exposition].find(([, family]) => family.series.some(({ name }) => name === series))?.[0] ?? series;
  return [...ofRules, ...ofPanels]
    .flatMap(selectorsOf)
    .map(({ metric }) => metric)
    .filter((series) => !series.includes(':'))
    .map(metricOf);
}

/** A summary as the guide shows it: a label by its name, not by its value. */
const withLabelNames = (summary: string) =>
  summary
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, '`$1`')
    .replaceAll(/\{\{ or \$labels\.(\w+) ("[^"]+") \}\}/g, '`$1` (or $2)');

describe('the guides', () => {
  it('explain each error code, and no other', () =>
    expect(
      rows(partOf('docs/RUNBOOK.md', 'Error codes'))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(ERROR_CODES).sort()));

  it('list each alert with whom it concerns, how patient it is and from which limit on, as the rules say it', () => {
    const text = readFileSync('docs/MONITORING.md', 'utf8');
    const listed = [...text.matchAll(/^\| \[(\w+)\]\(RUNBOOK\.md#\w+\) *\|(.+)\|$/gm)].map(
      ([, name, rest]) => [name, ...rest!.split('|').map((cell) => cell.trim())],
    );
    const rules = alertsOf(readRules()).map(({ alert, labels, annotations, for: patience }) => [
      alert,
      labels.severity,
      labels.component,
      labels.window ?? '',
      patience ?? '',
      annotations.dashboard_url.split('/').at(-1),
      withLabelNames(annotations.summary),
    ]);
    expect(listed).toEqual(rules);
  });

  it('list each objective with its share and what counts as bad, as the rules measure it', () => {
    const [, , ...rowsOfTable] = partOf('docs/MONITORING.md', 'Objectives').match(/^\|.+\|$/gm) ?? [];
    const listed = rowsOfTable.map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
    const measured = Object.entries(OBJECTIVES).map(([slo, { counted, bad }]) => [
      slo,
      percent(1 - BUDGETS[slo as keyof typeof BUDGETS]),
      counted,
      bad,
    ]);
    expect(listed).toEqual(measured);
  });

  it('say of each reason for which requests are refused which limit was reached', async () => {
    const service = await createTestApp();
    const refused = readExposition(await service.scrape()).get('consultantos_requests_refused_total')!;
    await service.close();
    const reasons = rows(partOf('docs/RUNBOOK.md', 'Overloaded')).map(({ name }) => name);
    expect(reasons.sort()).toEqual(refused.series.map(({ labels }) => labels.reason).sort());
  });

  it('explain each metric of the running service, and each that rules and dashboards ask for, with a query that selects what exists', async () => {
    const service = await createTestApp();
    const exposition = readExposition(await service.scrape());
    await service.close();
    const own = [...exposition.keys()].filter((name) => name.startsWith('consultantos_'));
    const explained = new Set([...own, ...metricsAskedFor(exposition)]);
    const told = rows(partOf('docs/MONITORING.md', 'Metrics'));
    expect(told.map(({ name }) => name).sort()).toEqual([...explained].sort());
    const known: Known = { exposition, recorded: new Set() };
    expect(
      unknownSeries(
        told.map(({ query }) => query),
        known,
      ),
    ).toEqual([]);
  });
});
