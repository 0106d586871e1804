import type { AnsweredPanel, Time } from '../answers.ts';
import type { GrafanaDashboard } from '../read.ts';
import { escaped } from './escaped.ts';
import { graph } from './graph.ts';
import { written } from './units.ts';

/** Grafana's grid has 24 columns; sizes in pixels. */
const CELL = { width: 52, height: 32 };
const GAP = 8;
const GRAPH_CHROME = 64;

const STYLE = `
  body { margin: 0; width: ${24 * CELL.width}px; background: #f4f5f7; font: 12px sans-serif; color: #24292e; }
  header { padding: 14px 12px 4px } h1 { font-size: 19px; margin: 0 0 3px } header p, footer { color: #57606a; margin: 0 }
  main { position: relative } footer { padding: 8px 12px 12px }
  section { position: absolute; box-sizing: border-box; background: #fff; border: 1px solid #d8dee4; border-radius: 3px; padding: 7px 9px; overflow: hidden }
  h2 { font-size: 12.5px; margin: 0 0 4px } .figure { font-size: 30px; text-align: center; margin: 14px 0 0 } .none { font-size: 17px; color: #57606a; margin-top: 24px }
  svg text { font-size: 10.5px; fill: #57606a } .grid { stroke: #e6e9ed } .limit { stroke: #d1242f; stroke-dasharray: 6 4 }
  svg path { stroke-width: 1.5 } section p { margin: 2px 0 0; height: 30px; overflow: hidden; line-height: 15px }
  span { margin-right: 11px; white-space: nowrap; display: inline-block } i { display: inline-block; width: 10px; height: 3px; margin: 0 5px 3px 0 }`;

const COLOURS: Readonly<Record<string, string>> = { green: '#1a7f37', red: '#d1242f' };

/** The value at the end of the time, in the colour of its threshold; an older one is no longer true. */
function figure({ panel, targets }: AnsweredPanel, { to }: Time): string {
  const [at, value] = targets[0]?.lines[0]?.points.at(-1) ?? [];
  if (value === undefined || at !== to) return '<div class="figure none">nothing happened</div>';
  const { unit, thresholds } = panel.fieldConfig.defaults;
  const step = thresholds.steps.findLast((each) => each.value === null || value >= each.value);
  const colour = COLOURS[step?.color ?? ''] ?? 'inherit';
  return `<div class="figure" style="color:${colour}">${escaped(written(value, unit))}</div>`;
}

function section(answered: AnsweredPanel, time: Time): string {
  const { title, type, gridPos } = answered.panel;
  const [width, height] = [gridPos.w * CELL.width - GAP, gridPos.h * CELL.height - GAP];
  const place = `left:${gridPos.x * CELL.width + GAP / 2}px;top:${gridPos.y * CELL.height + GAP / 2}px`;
  const content =
    type === 'stat' ? figure(answered, time) : graph(answered, time, width - 20, height - GRAPH_CHROME);
  return `<section style="${place};width:${width}px;height:${height}px"><h2>${escaped(title)}</h2>${content}</section>`;
}

/** A dashboard as a page, from what Prometheus answered. */
export function page(dashboard: GrafanaDashboard, answered: readonly AnsweredPanel[], time: Time): string {
  const rows = Math.max(...answered.map(({ panel: { gridPos } }) => gridPos.y + gridPos.h));
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
<header><h1>${escaped(dashboard.title)}</h1><p>${escaped(dashboard.description)}</p></header>
<main style="height:${rows * CELL.height}px">${answered.map((each) => section(each, time)).join('\n')}</main>
<footer>${time.to - time.from} seconds of a rehearsal: two instances, a stand-in for Gemini, faults on purpose, ranges of the rules shortened. Drawn
from the queries of this dashboard on a real Prometheus, not by Grafana.</footer>`;
}
