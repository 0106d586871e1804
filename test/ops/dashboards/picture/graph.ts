import type { AnsweredPanel, Time } from '../answers.ts';
import type { Line } from '../prometheus.ts';
import { escaped } from './escaped.ts';
import { written } from './units.ts';

const COLOURS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#9467bd', '#8c564b', '#e377c2', '#17becf', '#7f7f7f'];
const MARGIN = { left: 62, right: 10, top: 8, bottom: 20 };
/** More names than this would leave no room for the lines. */
const NAMED = 8;

interface Scale {
  readonly x: (second: number) => number;
  readonly y: (value: number) => number;
}

/** The name of a line: Grafana's `{{label}}` filled in. */
const nameOf = (legend: string, { labels }: Line) =>
  legend.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_whole, label: string) => labels[label] ?? '');

const path = ({ points }: Line, { x, y }: Scale) =>
  points
    .map(([second, value], index) => {
      const before = points[index - 1]?.[0];
      const move = before === undefined || second - before > 1;
      return `${move ? 'M' : 'L'}${x(second).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');

/** A step of 1, 2 or 5 that cuts a length into two to five. */
function stepOf(top: number): number {
  const least = top / 5;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((each) => each * power >= least) ?? 10) * power;
}

function grid(top: number, unit: string, { y }: Scale, width: number): string {
  const step = stepOf(top);
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, index) => index * step)
    .map(
      (value) =>
        `<line class="grid" x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${y(value)}" y2="${y(value)}"/>` +
        `<text x="${MARGIN.left - 6}" y="${y(value) + 4}" text-anchor="end">${escaped(written(value, unit))}</text>`,
    )
    .join('');
}

function times({ from, to }: Time, { x }: Scale, height: number): string {
  const step = stepOf(to - from);
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => index * step)
    .slice(1)
    .map(
      (second) => `<text x="${x(from + second)}" y="${height - 5}" text-anchor="middle">${second} s</text>`,
    )
    .join('');
}

/** Where a value begins to be wrong, where that is within sight: as Grafana, which does not stretch the axis for it. */
function limit({ panel }: AnsweredPanel, top: number, { y }: Scale, width: number): string {
  const value = panel.fieldConfig.defaults.thresholds.steps[1]?.value;
  if (value === undefined || value === null || value > top) return '';
  return `<line class="limit" x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${y(value)}" y2="${y(value)}"/>`;
}

const highest = ({ points }: Line) => Math.max(...points.map(([, value]) => value));

/** In their order; where not all can be named, the highest first. */
function linesOf({ targets }: AnsweredPanel): { line: Line; name: string }[] {
  const lines = targets.flatMap(({ target, lines: own }) =>
    own.map((line) => ({ line, name: nameOf(target.legendFormat, line) })),
  );
  return lines.length > NAMED ? lines.sort((one, other) => highest(other.line) - highest(one.line)) : lines;
}

/** Lines over time with axes, limit and names. Sizes in pixels. */
export function graph(answered: AnsweredPanel, time: Time, width: number, height: number): string {
  const { unit, max } = answered.panel.fieldConfig.defaults;
  const lines = linesOf(answered);
  const greatest = Math.max(0, ...lines.map(({ line }) => highest(line)));
  const top = max ?? (greatest === 0 ? 1 : greatest * 1.1);
  const scale: Scale = {
    x: (second) =>
      MARGIN.left + ((second - time.from) / (time.to - time.from)) * (width - MARGIN.left - MARGIN.right),
    y: (value) =>
      height - MARGIN.bottom - (Math.min(value, top) / top) * (height - MARGIN.top - MARGIN.bottom),
  };
  const colour = (index: number) => COLOURS[index % COLOURS.length];
  const drawn = lines.map(
    ({ line }, index) => `<path d="${path(line, scale)}" stroke="${colour(index)}" fill="none"/>`,
  );
  const names = lines
    .slice(0, NAMED)
    .map(({ name }, index) => `<span><i style="background:${colour(index)}"></i>${escaped(name)}</span>`);
  const rest = lines.length > NAMED ? `<span>and ${lines.length - NAMED} more</span>` : '';
  return (
    `<svg width="${width}" height="${height}">${grid(top, unit, scale, width)}${times(time, scale, height)}` +
    `${drawn.join('')}${limit(answered, top, scale, width)}</svg><p>${names.join('')}${rest}</p>`
  );
}
