import { PALETTE } from '../../palette.js';
import type { Canvas, Element } from '../canvas.js';
import { LOOKS, PAGE, type TextLook } from '../looks.js';
import { paragraph } from '../paragraph.js';
import type { Box, Row, Strip } from '../pieces.js';
import { inside, part, type Setting } from './setting.js';
import { text } from './text.js';

/** The columns' widths as shares of the whole. */
export interface TableColumn {
  readonly title: string;
  readonly share: number;
}

export type Cell = (setting: Setting) => Strip[];

/** A row's cells, and the name by which it is called again where it goes on over a page. */
export interface TableRow {
  readonly name: string;
  readonly cells: readonly Cell[];
}

const GUTTER = 14;

export const cell =
  (words: string, look: TextLook): Cell =>
  (setting) =>
    text(words, look, setting);

/** A table with a header that is repeated on every page; the first cell of each row is the row's header. */
export function table(columns: readonly TableColumn[], rows: readonly TableRow[], setting: Setting): Row[] {
  const element = part(setting, 'Table');
  const titles = columns.map(({ title }) => cell(title, LOOKS.overline));
  const header: Row = {
    ...tableRow(columns, { cells: titles }, element, setting),
    padding: { top: 0, bottom: 5 },
    decorate: (canvas, box) => rule(canvas, box, PALETTE.accent, 1.5),
  };
  return rows.map((row, index) => ({
    ...tableRow(columns, row, element, setting),
    gap: index === 0 ? 14 : 0,
    header,
    opens: index === 0,
  }));
}

function tableRow(
  columns: readonly TableColumn[],
  { name, cells }: Partial<TableRow> & Pick<TableRow, 'cells'>,
  element: Element,
  setting: Setting,
): Row {
  const scope = name === undefined ? 'Column' : 'Row';
  const row = setting.canvas.element(element, 'TR');
  let x = 0;
  return {
    gap: 0,
    padding: { top: 8, bottom: 9 },
    whole: true,
    columns: columns.map(({ share }, index) => {
      const left = x;
      x += share * setting.width;
      const isHeader = scope === 'Column' || index === 0;
      const place = setting.canvas.element(row, isHeader ? 'TH' : 'TD', isHeader ? { scope } : {});
      const width = share * setting.width - (index === columns.length - 1 ? 0 : GUTTER);
      const within = inside(setting, place, width);
      const again = name === undefined || index > 0 ? [] : calledAgain(name, LOOKS.bodyStrong, within);
      return { x: left, strips: cells[index]?.(within) ?? [], again: (done) => (done ? again : []) };
    }),
    decorate: (canvas, box) => rule(canvas, box, PALETTE.line, 0.75),
  };
}

/** A name for where what it names goes on over a page. Said to the eye only: whoever listens has heard it. */
export const calledAgain = (name: string, look: TextLook, { parent, width }: Setting): Strip[] =>
  paragraph(`${name}, continued`, { element: parent, width, look }).map((strip) => ({
    ...strip,
    draw: (canvas, x, y) => canvas.decorate(() => strip.draw(canvas, x, y)),
  }));

const rule = (canvas: Canvas, { y, height }: Box, color: string, thickness: number) =>
  canvas.rectangle(color, PAGE.left, y + height - thickness, PAGE.content, thickness);
