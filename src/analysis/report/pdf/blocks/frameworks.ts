import { pips } from '../../charts/pips.js';
import { describeRadar, radar, RADAR_SIZE } from '../../charts/radar.js';
import type { BlockOf, Field, ScoreRow } from '../../document/document.js';
import { PALETTE } from '../../palette.js';
import type { Canvas } from '../canvas.js';
import { LOOKS, PAGE } from '../looks.js';
import { kept, type Row, spaced, type Strip } from '../pieces.js';
import { drawSvg } from './drawing.js';
import { inside, part, type Setting } from './setting.js';
import { statements } from './statements.js';
import { calledAgain, type Cell, cell, table } from './tables.js';
import { text } from './text.js';

const RADAR_SCALE = 0.76;

/** The radar of scores, then its caption. */
export function radarFigure({ title, axes }: BlockOf<'radar'>, setting: Setting): Strip[] {
  const x = PAGE.left + (setting.width - RADAR_SCALE * RADAR_SIZE.width) / 2;
  const figure = part(setting, 'Figure', { alt: `${title}. ${describeRadar(axes)}` });
  const svg = radar(axes);
  const draw = (canvas: Canvas, _x: number, y: number) =>
    canvas.content(figure, 'Figure', () => drawSvg(canvas, svg, { x, y, scale: RADAR_SCALE }));
  return [
    { gap: 10, height: RADAR_SCALE * RADAR_SIZE.height, keep: true, draw },
    ...text(title, LOOKS.note, setting, { type: 'Caption', indent: (setting.width - 190) / 2 }),
  ];
}

export const scoreTable = ({ rows }: BlockOf<'scores'>, setting: Setting): Row[] =>
  table(
    [
      { title: 'Force', share: 0.345 },
      { title: 'Score', share: 0.235 },
      { title: 'Basis', share: 0.42 },
    ],
    rows.map(({ title, score, text: basis }) => ({
      name: title,
      cells: [cell(title, LOOKS.bodyStrong), scoreCell(score), cell(basis, LOOKS.body)],
    })),
    setting,
  );

const PIPS = { width: 54, scale: 0.85 };

function scoreCell(score: ScoreRow['score']): Cell {
  if (score === null) return cell('Not rated', LOOKS.bodyMuted);
  return (setting) =>
    text(`${score}\u00a0of\u00a05`, LOOKS.body, setting, {
      indent: PIPS.width + 8,
      beside: (canvas, x, y) =>
        canvas.decorate(() => drawSvg(canvas, pips(score), { x, y: y + 3.2, scale: PIPS.scale })),
    });
}

export const factorTable = ({ fields }: BlockOf<'factors'>, setting: Setting): Row[] =>
  table(
    [
      { title: 'Factor', share: 0.27 },
      { title: 'What the sources say', share: 0.73 },
    ],
    fields.map((field) => ({
      name: field.title,
      cells: [factorCell(field), (place) => spaced(0, found(field, place))],
    })),
    setting,
  );

const factorCell =
  ({ title, question }: Field): Cell =>
  (setting) =>
    // On one page with the first of what is found.
    kept([...text(title, LOOKS.bodyStrong, setting), ...text(question, LOOKS.note, setting, { gap: 2 })]);

const found = ({ statements: lines }: Field, setting: Setting): Strip[] =>
  lines.length > 0
    ? statements({ kind: 'statements', statements: lines, marks: 'dashes' }, setting)
    : text('No evidence in the sources.', LOOKS.bodyMuted, setting, { gap: 8 });

const PADDING = 14;

/** Four fields, two by two. */
export function fieldGrid({ fields }: BlockOf<'grid'>, setting: Setting): Row[] {
  const half = setting.width / 2;
  const rows = [fields.slice(0, 2), fields.slice(2, 4)];
  return rows.map((pair, index) => ({
    gap: index === 0 ? 14 : 0,
    padding: { top: 12, bottom: 14 },
    whole: true,
    columns: pair.map((field, side) => {
      const within = inside(setting, part(setting, 'Sect'), half - 2 * PADDING);
      const again = kept(calledAgain(field.title, LOOKS.field, within));
      return {
        x: side * half + PADDING,
        strips: fieldCell(field, within),
        again: (done) => (done ? [] : again),
      };
    }),
    decorate: (canvas, { y, height }) =>
      canvas.decorate(() => {
        canvas.document
          .lineWidth(0.75)
          .rect(PAGE.left, y, half, height)
          .rect(PAGE.left + half, y, half, height);
        canvas.document.stroke(PALETTE.line);
      }),
  }));
}

function fieldCell(field: Field, setting: Setting): Strip[] {
  const overline = field.overline === null ? [] : text(field.overline, LOOKS.overline, setting);
  const title = text(field.title, LOOKS.field, setting, { type: 'H3' });
  const question = text(field.question, LOOKS.note, setting, { gap: 1 });
  return [...kept([...overline, ...title, ...question]), ...found(field, setting)];
}
