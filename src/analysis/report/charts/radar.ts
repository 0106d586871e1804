import { type Markup, markup } from '../markup.js';
import { PALETTE } from '../palette.js';

export interface Axis {
  readonly label: string;
  /** 1 to 5; null where it is not known. */
  readonly score: number | null;
}

const WIDTH = 430;
const HEIGHT = 340;
/** Of the drawing's own coordinates. */
export const RADAR_SIZE = { width: WIDTH, height: HEIGHT };
const CENTRE = { x: WIDTH / 2, y: 172 };
const RADIUS = 104;
const TOP_SCORE = 5;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A radar of scores from 1 to 5 as SVG; what is not rated has a dashed axis and no point. */
export function radar(axes: readonly Axis[]): Markup {
  const place = (index: number, score: number) => polar(index / axes.length, (RADIUS * score) / TOP_SCORE);
  const rings = [1, 2, 3, 4, 5].map((score) => {
    const corners = axes.map((_axis, index) => place(index, score));
    return markup`<polygon points="${pointList(corners)}" fill="none" stroke="${PALETTE.line}" stroke-width="${score === TOP_SCORE ? 1.2 : 0.7}"/>`;
  });
  const spokes = axes.map((axis, index) => spoke(place(index, TOP_SCORE), axis.score === null));
  const scale = [1, 3, 5].map((score) => scaleMark(score, place(0, score)));
  const labels = axes.map((axis, index) => label(axis, polar(index / axes.length, RADIUS + 16)));
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${describeRadar(axes)}" font-family="Inter, system-ui, sans-serif">${rings}${spokes}${shape(axes, place)}${scale}${labels}</svg>`;
}

/** The chart in words, for whoever cannot see it. */
export const describeRadar = (axes: readonly Axis[]): string =>
  axes.map(({ label, score }) => `${label}: ${score === null ? 'not rated' : `${score} of 5`}`).join('; ');

/** A turn of 0 points up; turns go clockwise. */
function polar(turn: number, radius: number): Point {
  const angle = 2 * Math.PI * turn;
  return { x: round(CENTRE.x + radius * Math.sin(angle)), y: round(CENTRE.y - radius * Math.cos(angle)) };
}

const round = (value: number) => Math.round(value * 10) / 10;
const pointList = (points: readonly Point[]) => points.map(({ x, y }) => `${x},${y}`).join(' ');

const spoke = ({ x, y }: Point, dashed: boolean) =>
  markup`<line x1="${CENTRE.x}" y1="${CENTRE.y}" x2="${x}" y2="${y}" stroke="${PALETTE.line}" stroke-width="1"${dashed ? markup` stroke-dasharray="3 4"` : null}/>`;

const scaleMark = (score: number, { x, y }: Point) =>
  markup`<text x="${x - 5}" y="${y + 3}" text-anchor="end" font-size="9" fill="${PALETTE.muted}">${score}</text>`;

/** A closed area where every axis is known, else only the lines between known neighbours: no area is made up. */
function shape(axes: readonly Axis[], place: (index: number, score: number) => Point): Markup[] {
  const points = axes.map(({ score }, index) => (score === null ? null : place(index, score)));
  const known = points.filter((point) => point !== null);
  const dots = known.map(({ x, y }) => markup`<circle cx="${x}" cy="${y}" r="4" fill="${PALETTE.accent}"/>`);
  if (known.length === points.length)
    return [
      markup`<polygon points="${pointList(known)}" fill="${PALETTE.accent}" fill-opacity="0.13" stroke="${PALETTE.accent}" stroke-width="2" stroke-linejoin="round"/>`,
      ...dots,
    ];
  const lines = points.flatMap((from, index) => {
    const to = points[(index + 1) % points.length];
    return from && to ? [line(from, to)] : [];
  });
  return [...lines, ...dots];
}

const line = (from: Point, to: Point) =>
  markup`<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke="${PALETTE.accent}" stroke-width="2" stroke-linecap="round"/>`;

function label({ label: text, score }: Axis, { x, y }: Point): Markup {
  const anchor = Math.abs(x - CENTRE.x) < 1 ? 'middle' : x > CENTRE.x ? 'start' : 'end';
  const lines = halves(text);
  const top =
    y < CENTRE.y - RADIUS ? y - 15 * lines.length : y > CENTRE.y + 20 ? y + 10 : y - 7 * lines.length;
  const rows = lines.map(
    (row, index) =>
      markup`<text x="${x}" y="${round(top + 15 * index)}" text-anchor="${anchor}" font-size="12.5" font-weight="600" fill="${PALETTE.ink}">${row}</text>`,
  );
  const value = score === null ? 'not rated' : `${score} of 5`;
  return markup`${rows}<text x="${x}" y="${round(top + 15 * lines.length)}" text-anchor="${anchor}" font-size="12" fill="${PALETTE.muted}">${value}</text>`;
}

/** A long label in two lines, broken where they come out most equal. */
function halves(text: string): string[] {
  if (text.length <= 20) return [text];
  const breaks = [...text.matchAll(/ /g)].map(({ index }) => index);
  const middle = breaks.sort((a, b) => Math.abs(a - text.length / 2) - Math.abs(b - text.length / 2))[0];
  return middle === undefined ? [text] : [text.slice(0, middle), text.slice(middle + 1)];
}
