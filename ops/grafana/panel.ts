/** How a value is written; the names are Grafana's. */
export type Unit = 'short' | 'reqps' | 'ops' | 's' | 'percentunit' | 'bytes' | 'currencyUSD' | 'none';

/** Where a value begins to be wrong, the same as in the alert. */
export interface Limit {
  readonly value: number;
  readonly wrong: 'above' | 'below';
}

export interface Query {
  /** PromQL with Grafana's variables. */
  readonly expr: string;
  /** Name of a line, e.g. `{{route}}`. */
  readonly legend: string;
}

/** One panel of a dashboard: a figure (the latest value) or lines over time. */
export interface Panel {
  readonly kind: 'figure' | 'lines';
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  readonly limit?: Limit;
  /** The greatest value there can be, e.g. 1 for a state. */
  readonly max?: number;
}

export interface DashboardPlan {
  /** `consultantos-…`: alerts link to it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly Panel[];
}

type Rest = Omit<Panel, 'kind' | 'title' | 'queries'>;
const queriesOf = (queries: Readonly<Record<string, string>>): Query[] =>
  Object.entries(queries).map(([legend, expr]) => ({ legend, expr }));

/** Lines over time. @param queries PromQL by legend */
export const lines = (title: string, queries: Readonly<Record<string, string>>, rest: Rest): Panel => ({
  kind: 'lines',
  title,
  queries: queriesOf(queries),
  ...rest,
});

/** The latest value as a figure. */
export const figure = (title: string, expr: string, rest: Rest): Panel => ({
  kind: 'figure',
  title,
  queries: [{ legend: title, expr }],
  ...rest,
});
