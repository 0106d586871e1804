import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const FOLDER = 'ops/grafana/dashboards';

export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant: boolean;
  readonly datasource: { readonly type: string; readonly uid: string };
}

/** What the tests look at in a panel. */
export interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly fieldConfig: {
    readonly defaults: {
      readonly unit: string;
      readonly max?: number;
      readonly thresholds: {
        readonly steps: readonly { readonly value: number | null; readonly color: string }[];
      };
    };
  };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly Target[];
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly label: string;
  readonly query: string | { readonly query: string };
  readonly datasource?: { readonly uid: string };
  readonly multi: boolean;
  readonly includeAll: boolean;
  readonly allValue?: string;
  readonly refresh?: number;
}

export interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly editable: boolean;
  readonly templating: { readonly list: readonly Variable[] };
  readonly panels: readonly GrafanaPanel[];
}

/** The dashboards as Grafana reads them. */
export const readDashboards = (): GrafanaDashboard[] =>
  readdirSync(FOLDER)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as GrafanaDashboard);

/** An expression as Grafana sends it where all jobs and instances are chosen. */
export const interpolate = (expr: string, seconds: { rate: number; range: number }): string =>
  expr
    .replaceAll('$__rate_interval', `${seconds.rate}s`)
    .replaceAll('$__range', `${seconds.range}s`)
    .replaceAll(/"\$(?:job|instance)"/g, '".+"');
