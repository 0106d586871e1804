import type { Block, BlockOf } from '../../document/document.js';
import { LOOKS, PAGE, TONES } from '../looks.js';
import { isRow, kept, type Piece, type Row, type Strip } from '../pieces.js';
import { facts, measures, passages, plainTable } from './evidence.js';
import { factorTable, fieldGrid, radarFigure, scoreTable } from './frameworks.js';
import { inside, part, type Setting } from './setting.js';
import { hypotheses, statements } from './statements.js';
import { heading, links, plainList, text, textBlock } from './text.js';

type Layouts = { readonly [K in Block['kind']]: (block: BlockOf<K>, setting: Setting) => readonly Piece[] };

const LAYOUTS: Layouts = {
  text: textBlock,
  heading,
  list: plainList,
  statements,
  panel,
  radar: radarFigure,
  scores: scoreTable,
  grid: fieldGrid,
  factors: factorTable,
  hypotheses,
  passages,
  table: plainTable,
  links,
  measures,
  facts,
};

export const layOut = (block: Block, setting: Setting): readonly Piece[] =>
  (LAYOUTS[block.kind] as (block: Block, setting: Setting) => readonly Piece[])(block, setting);

const PADDING = 16;

/** A tinted box with a bar at its left. */
function panel({ tone, title, blocks }: BlockOf<'panel'>, setting: Setting): Row[] {
  const { color, tint } = TONES[tone];
  const within = inside(setting, part(setting, 'Div'), setting.width - 2 * PADDING);
  const overline = text(title, { ...LOOKS.overlineAccent, color }, within, { keep: true });
  return [
    {
      gap: 12,
      padding: { top: 12, bottom: 13 },
      whole: true,
      columns: [
        { x: PADDING, strips: [...kept(overline), ...blocks.flatMap((block) => stripsOf(block, within))] },
      ],
      decorate: (canvas, { y, height }) => {
        canvas.rectangle(tint, PAGE.left, y, setting.width, height);
        canvas.rectangle(color, PAGE.left, y, 3, height);
      },
    },
  ];
}

function stripsOf(block: Block, setting: Setting): Strip[] {
  return layOut(block, setting).map((piece) => {
    if (isRow(piece)) throw new Error(`A panel cannot hold "${block.kind}": it holds lines only.`);
    return piece;
  });
}
