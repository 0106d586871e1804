import type { Cover } from '../document/document.js';
import { PALETTE } from '../palette.js';
import { layOut } from './blocks/blocks.js';
import { inside, part, type Setting } from './blocks/setting.js';
import { text } from './blocks/text.js';
import type { Contents } from './contents.js';
import { LOOKS, PAGE, ROOM, type TextLook, TONES } from './looks.js';
import { fullHeight, type Piece, type Row, type Strip } from './pieces.js';

/** From the top of the page's text to the first word, where there is room. */
const DROP = { most: 92, least: 24 } as const;
const PADDING = 14;

/** The title page: the words, then the contents, all on one page if they fit. */
export function coverPieces(cover: Cover, contents: Contents, setting: Setting): Piece[] {
  const words = [
    ...text('Strategic analysis', LOOKS.overlineAccent, setting),
    ...text(cover.company, companyLook(cover.company), setting, { type: 'H1', gap: 8 }),
    ...text(cover.subtitle, LOOKS.subtitle, setting, { gap: 10 }),
    ...cover.notices.map((notice, index) => noticeRow(notice, index === 0 ? 22 : 6, setting)),
    ...layOut({ kind: 'facts', facts: cover.facts }, setting),
    ...text(cover.disclaimer, LOOKS.note, setting, { gap: 12 }),
    ...contents.strips(),
  ];
  const free = ROOM - words.reduce((sum, piece) => sum + piece.gap + fullHeight(piece), 0);
  return [bar(Math.min(DROP.most, Math.max(DROP.least, free))), ...words];
}

const bar = (height: number): Strip => ({
  gap: 0,
  height,
  keep: true,
  draw: (canvas, x, y) => canvas.rectangle(PALETTE.accent, x, y + height - 18, 44, 4),
});

/** Long names are set smaller. */
function companyLook({ length }: string): TextLook {
  if (length > 90) return LOOKS.companyLongest;
  return length > 36 ? LOOKS.companyLong : LOOKS.company;
}

function noticeRow(words: string, gap: number, setting: Setting): Row {
  const { color, tint } = TONES.caution;
  const within = inside(setting, part(setting, 'Div'), setting.width - 2 * PADDING);
  return {
    gap,
    padding: { top: 7, bottom: 8 },
    whole: true,
    columns: [{ x: PADDING, strips: text(words, { ...LOOKS.body, color }, within) }],
    decorate: (canvas, { y, height }) => {
      canvas.rectangle(tint, PAGE.left, y, setting.width, height);
      canvas.rectangle(color, PAGE.left, y, 3, height);
    },
  };
}
