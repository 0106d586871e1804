import { PALETTE } from '../../palette.js';
import type { Canvas, Element } from '../canvas.js';
import { LOOKS, PAGE, type TextLook } from '../looks.js';
import type { Box, Row, Strip } from '../pieces.js';
import { inside, part, type Setting } from './setting.js';
import { text } from './text.js';

/** The columns' widths as shares of the whole. */
export interface TableColumn {
  readonly title: string;
  readonly share: number;
}

export type Cell = (setting: Setting) => Strip[];

const GUTTER = 14;

export const cell =
  (words: string, look: TextLook): Cell =>
  (setting) =>
    text(words, look, setting);

/** A table with a header that is repeated on every page; the first cell of each row is the row's header. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  setting: Setting,
): Row[] {
  const element = part(setting, 'Table');
  const titles = columns.map(({ title }) => cell(title, LOOKS.overline));
  const header: Row = {
    ...tableRow(columns, titles, element, setting, 'Column'),
    padding: { top: 0, bottom: 5 },
    decorate: (canvas, box) => rule(canvas, box, PALETTE.accent, 1.5),
  };
  return rows.map((cells, index) => ({
    ...tableRow(columns, cells, element, setting, 'Row'),
    gap: index === 0 ? 14 : 0,
    header,
    opens: index === 0,
  }));
}

function tableRow(
  columns: readonly TableColumn[],
  cells: readonly Cell[],
  element: Element,
  setting: Setting,
  scope: 'Row' | 'Column',
): Row {
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
      return { x: left, strips: cells[index]?.(inside(setting, place, width)) ?? [] };
    }),
    decorate: (canvas, box) => rule(canvas, box, PALETTE.line, 0.75),
  };
}

const rule = (canvas: Canvas, { y, height }: Box, color: string, thickness: number) =>
  canvas.rectangle(color, PAGE.left, y + height - thickness, PAGE.content, thickness);
