import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { BUDGETS } from '../../ops/prometheus/rules/thresholds.ts';
import { readExposition } from '../exposition.js';
import { createTestApp } from '../harness.js';
import { interpolate, readDashboards } from './dashboards/read.ts';
import { selectorsOf } from './promql/selectors.ts';
import { unknownSeries } from './promql/unknown-series.ts';
import { alertsOf, isAlert, readRules } from './rules/rules-file.ts';

/* The rules of grafana/dashboard-linter, as far as they concern dashboards of Prometheus; and a few of ours. */
const dashboards = readDashboards();
const SECONDS = { rate: 60, range: 3600 };
const UNITS = ['short', 'reqps', 'ops', 's', 'percentunit', 'bytes', 'currencyUSD', 'none'];
const panels = dashboards.flatMap(({ uid, panels: own }) =>
  own.map((panel) => [`${uid}: ${panel.title}`, panel] as const),
);
const expressions = panels.flatMap(([, { targets }]) => targets.map(({ expr }) => expr));

it('are those that the alerts link to, and an overview', () => {
  const linked = alertsOf(readRules()).map(({ annotations }) => annotations.dashboard_url.split('/d/')[1]!);
  expect(dashboards.map(({ uid }) => uid)).toEqual([...new Set([...linked, 'consultantos-overview'])].sort());
});

describe.each(dashboards.map((dashboard) => [dashboard.uid, dashboard] as const))('%s', (uid, dashboard) => {
  const variable = (name: string) => dashboard.templating.list.find((each) => each.name === name);

  it('chooses data source, job and instance', () => {
    expect(variable('datasource')).toMatchObject({
      type: 'datasource',
      label: 'Data source',
      query: 'prometheus',
    });
    for (const [name, label] of [
      ['job', 'Job'],
      ['instance', 'Instance'],
    ] as const)
      expect(variable(name)).toMatchObject({
        type: 'query',
        label,
        datasource: { type: 'prometheus', uid: '$datasource' },
        multi: true,
        includeAll: true,
        allValue: '.+',
        refresh: 2,
      });
  });

  it('is not edited in Grafana, and has a title of ours', () => {
    expect(dashboard.editable).toBe(false);
    expect(dashboard.title).toMatch(/^ConsultantOS \/ /);
  });

  it('has no two panels of one name, id or place', () => {
    const unique = (values: readonly unknown[]) => new Set(values).size === values.length;
    expect(unique(dashboard.panels.map(({ title }) => title))).toBe(true);
    expect(unique(dashboard.panels.map(({ id }) => id))).toBe(true);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(unique(cells)).toBe(true);
    expect(uid).toMatch(/^consultantos-[a-z]+$/);
  });
});

describe.each(panels)('%s', (_, panel) => {
  it('says what it shows, and in what', () => {
    expect(panel.title).toMatch(/^[A-Z]/);
    expect(panel.description).toMatch(/^.{15,}\.$/s);
    expect(UNITS).toContain(panel.fieldConfig.defaults.unit);
  });

  it('asks the chosen data source, each query under a name of its own', () => {
    expect(panel.targets.length).toBeGreaterThan(0);
    for (const { datasource } of [panel, ...panel.targets])
      expect(datasource).toEqual({ type: 'prometheus', uid: '$datasource' });
    const names = panel.targets.map(({ refId }) => refId);
    expect(new Set(names).size).toBe(names.length);
    for (const { legendFormat } of panel.targets) expect(legendFormat).not.toBe('');
  });

  it('selects by what is chosen: recorded series by job, all others by job and instance', () => {
    for (const { expr } of panel.targets)
      for (const { metric, matchers } of selectorsOf(interpolate(expr, SECONDS))) {
        if (metric === 'slo:consultantos_error_budget:ratio') continue; // a constant, of no job
        const labels = matchers.map(({ label }) => label);
        const wanted = metric.includes(':') || metric === 'ALERTS' ? ['job'] : ['job', 'instance'];
        expect([metric, labels]).toEqual([metric, expect.arrayContaining(wanted)]);
      }
    for (const { expr } of panel.targets)
      for (const [, name, value] of expr.matchAll(/\b(job|instance)(?:=~|=|!=|!~)"([^"]*)"/g))
        expect(value).toBe(`$${name}`);
  });

  it('rates over $__rate_interval, counts over $__range', () => {
    for (const { expr } of panel.targets) {
      expect(expr).not.toMatch(/\birate\(|\$__interval\b/);
      for (const [, call, range] of expr.matchAll(/(\w+)\([^()]*\[([^\]]+)\]/g))
        expect(range).toBe(call === 'rate' ? '$__rate_interval' : '$__range');
    }
  });
});

it('show the share of failed jobs red as soon as it is above what the objective allows', () => {
  const failed = new Map(panels).get('consultantos-jobs: Failed')!;
  expect(failed.fieldConfig.defaults.thresholds.steps).toEqual([
    { value: null, color: 'green' },
    { value: BUDGETS.jobs, color: 'red' },
  ]);
});

it('select and group by what exists in the exposition of the running service', async () => {
  const service = await createTestApp();
  const exposition = readExposition(await service.scrape());
  await service.close();
  const rules = readRules().groups.flatMap((group) => group.rules);
  const recorded = new Set(rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])));
  const asked = expressions.map((expr) => interpolate(expr, SECONDS));
  expect(unknownSeries(asked, { exposition, recorded })).toEqual([]);
});

it('are asked for by Grafana where the data source and the folder are', () => {
  const read = (path: string) => parse(readFileSync(`ops/grafana/provisioning/${path}`, 'utf8')) as never;
  const { datasources } = read('datasources/prometheus.yml') as { datasources: { jsonData: object }[] };
  const { global } = parse(readFileSync('ops/prometheus/prometheus.yml', 'utf8')) as {
    global: { scrape_interval: string };
  };
  expect(datasources[0]).toMatchObject({
    type: 'prometheus',
    isDefault: true,
    jsonData: { timeInterval: global.scrape_interval },
  });
  expect(read('dashboards/consultantos.yml')).toMatchObject({ providers: [{ type: 'file' }] });
});
