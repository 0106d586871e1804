import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Limit, Panel, Query } from './panel.ts';

export const DATASOURCE = { type: 'prometheus', uid: '$datasource' } as const;
/** Four figures in a row, two graphs; the grid has 24 columns. */
const SPAN = { figure: 6, lines: 12 } as const;
const HEIGHT = { figure: 4, lines: 8 } as const;

function steps(limit: Limit | undefined): Threshold[] {
  if (!limit) return [{ value: null, color: 'green' }];
  const [first, then] = limit.wrong === 'above' ? (['green', 'red'] as const) : (['red', 'green'] as const);
  return [
    { value: null, color: first },
    { value: limit.value, color: then },
  ];
}
const thresholds = (limit: Limit | undefined) =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(limit));

const target = ({ expr, legend }: Query, index: number, kind: Panel['kind']) => {
  const query = new DataqueryBuilder()
    .datasource(DATASOURCE)
    .refId(String.fromCharCode(65 + index))
    .expr(expr)
    .legendFormat(legend);
  return kind === 'figure' ? query.instant() : query.range();
};

/** What both kinds have in common. */
function shared<B extends StatBuilder | TimeseriesBuilder>(builder: B, plan: Panel, id: number): B {
  builder
    .id(id)
    .title(plan.title)
    .description(plan.description)
    .datasource(DATASOURCE)
    .unit(plan.unit)
    .min(0)
    .span(SPAN[plan.kind])
    .height(HEIGHT[plan.kind])
    .thresholds(thresholds(plan.limit))
    .targets(plan.queries.map((query, index) => target(query, index, plan.kind)));
  if (plan.max !== undefined) builder.max(plan.max);
  return builder;
}

const stat = (plan: Panel, id: number) =>
  shared(new StatBuilder(), plan, id)
    .noValue('nothing happened')
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));

function timeseries(plan: Panel, id: number): TimeseriesBuilder {
  const style = plan.limit ? GraphThresholdsStyleMode.Dashed : GraphThresholdsStyleMode.Off;
  return shared(new TimeseriesBuilder(), plan, id)
    .lineWidth(1)
    .fillOpacity(10)
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(style))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
}

/** A panel as Grafana reads it; its place follows from those before it. */
export const buildPanel = (plan: Panel, id: number): StatBuilder | TimeseriesBuilder =>
  plan.kind === 'figure' ? stat(plan, id) : timeseries(plan, id);
