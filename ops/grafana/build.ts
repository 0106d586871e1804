import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  type Dashboard,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { buildPanel, DATASOURCE } from './build-panel.ts';
import type { DashboardPlan } from './panel.ts';

/** A choice among the values of a label: several, or all. */
const choice = (name: string, label: string, series: string) =>
  new QueryVariableBuilder(name)
    .label(label)
    .description(`Which ${name}; all unless some are chosen.`)
    .datasource(DATASOURCE)
    .query({ query: `label_values(${series}, ${name})`, refId: name })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ selected: true, text: ['All'], value: ['$__all'] });

/** Takes one from another with the time and the choices. */
const links = () =>
  new DashboardLinkBuilder('ConsultantOS')
    .type(DashboardLinkType.Dashboards)
    .tags(['consultantos'])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);

/* The SDK calls this schema deprecated in favour of one of resources; files that are provisioned, and those that the chart's
   sidecar takes, are read in this one by every Grafana in use. */
/* eslint-disable @typescript-eslint/no-deprecated */
/** A dashboard as Grafana reads it. */
export function buildDashboard({ uid, title, description, panels }: DashboardPlan): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['consultantos'])
    .readonly()
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .link(links())
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(choice('job', 'Job', 'consultantos_build_info'))
    .withVariable(choice('instance', 'Instance', 'consultantos_build_info{job=~"$job"}'));
  panels.forEach((panel, index) => builder.withPanel(buildPanel(panel, index + 1)));
  return builder.build();
}
/* eslint-enable @typescript-eslint/no-deprecated */
