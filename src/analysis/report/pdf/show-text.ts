import type PDFDocument from 'pdfkit';
import type { Fragment } from './break-lines.js';

type Document = InstanceType<typeof PDFDocument>;
type Font = Document['_font'];
type Position = ReturnType<Font['encode']>[1][number];

/** How far from upright letters lean towards heavy ones: the width of their outline for each point of their size. */
const OUTLINE = 1 / 40;

/**
 * Writes the operators that show a fragment (ISO 32000-1, 9.4), as pdfkit's own `text()` would, but for two things:
 * what the glyphs do not say is noted inside the text object, where readers know the font's size; and nothing is
 * measured again. The page is upside down in pdfkit, hence the -1.
 */
export function showText(
  document: Document,
  fragment: Fragment,
  x: number,
  baseline: number,
  named: boolean,
): void {
  const { emboldened, rightToLeft, shown, span } = fragment;
  const { size } = span.style;
  const font = document._font;
  const fonts = document.page.fonts as Record<string, object>;
  fonts[font.id] ??= font.ref();
  const note = named ? noteOf(fragment) : null;
  const place = { x, baseline, size };
  const operators = [
    `BT /${font.id} ${size} Tf ${emboldened ? `2 Tr ${number(size * OUTLINE)} w` : '0 Tr'}`,
    ...(note === null ? [] : [note]),
    (rightToLeft ? null : plainWords(font, shown, place)) ?? placedGlyphs(font, fragment, place),
    note === null ? 'ET' : 'EMC ET',
  ];
  document.addContent(operators.join('\n'));
}

/** What readers must know of glyphs that do not stand in the order of the text (14.8.2.5.3, 14.9.4). */
function noteOf({ actual, rightToLeft, shown }: Fragment): string | null {
  if (actual !== null) return `/Span <</ActualText <${utf16(actual)}>>> BDC`;
  return rightToLeft && shown.trim() !== '' ? '/ReversedChars BMC' : null;
}

interface Start {
  readonly x: number;
  readonly baseline: number;
  readonly size: number;
}

/** The words of a document, by font; null where a glyph is moved from its place. */
const words = new WeakMap<Font, Map<string, string | null>>();

/** One operator for words of which no glyph is moved: nearly all, and each is shaped and written down once. */
function plainWords(font: Font, shown: string, { x, baseline }: Start): string | null {
  let known = words.get(font);
  if (!known) words.set(font, (known = new Map<string, string | null>()));
  let glyphs = '';
  // Words end after a space, as pdfkit cuts them.
  for (const word of shown.match(/[^ \t]*[ \t]|[^ \t]+$/g) ?? []) {
    let written = known.get(word);
    if (written === undefined) known.set(word, (written = plainGlyphs(font, word)));
    if (written === null) return null;
    glyphs += written;
  }
  if (glyphs === '') return '';
  return tidy(`1 0 0 -1 ${number(x)} ${number(baseline)} Tm [${glyphs}] TJ`);
}

function plainGlyphs(font: Font, word: string): string | null {
  const [codes, positions] = font.encode(word);
  if (positions.some(isMoved)) return null;
  return tidy(positions.map((position, index) => glyph(codes[index], position)).join(''));
}

const isMoved = ({ xOffset, yOffset }: Position) => xOffset !== 0 || yOffset !== 0;

/** A glyph and how much nearer the next one stands. */
function glyph(code = '', { advanceWidth, xAdvance }: Position): string {
  const kern = Math.round(advanceWidth - xAdvance);
  return `<${code}>${kern === 0 ? '' : kern}`;
}

/** Neighbouring strings are one. */
const tidy = (operators: string) => operators.replaceAll('><', '');

/** The glyphs in as few operators as their positions allow. */
function placedGlyphs(
  font: Font,
  { rightToLeft, shown: text }: Fragment,
  { x, baseline, size }: Start,
): string {
  // With features given, even none, the text is shaped as a whole and not word by word.
  const [codes, positions] = font.encode(text, rightToLeft ? [] : undefined);
  const scale = size / 1000;
  const operators: string[] = [];
  let shown = '';
  let at = x;
  let from = x;
  const flush = (dx: number, dy: number) => {
    if (shown !== '')
      operators.push(`1 0 0 -1 ${number(from + dx)} ${number(baseline - dy)} Tm [${shown}] TJ`);
    shown = '';
  };
  positions.forEach((position, index) => {
    const moved = isMoved(position);
    if (moved) flush(0, 0);
    if (shown === '') from = at;
    shown += glyph(codes[index], position);
    at += position.xAdvance * scale;
    if (moved) flush(position.xOffset * scale, position.yOffset * scale);
  });
  flush(0, 0);
  return tidy(operators.join('\n'));
}

const number = (value: number) => Math.round(value * 1000) / 1000;

/** A text string with the mark of its byte order (7.9.2.2), in hexadecimal. */
const utf16 = (text: string) =>
  `feff${Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, '0')).join('')}`;
