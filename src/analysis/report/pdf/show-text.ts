import type PDFDocument from 'pdfkit';
import type { Fragment } from './break-lines.js';

type Document = InstanceType<typeof PDFDocument>;
type Position = ReturnType<Document['_font']['encode']>[1][number];

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
  // With features given, even none, the text is shaped as a whole and not word by word.
  const [codes, positions] = font.encode(shown, rightToLeft ? [] : undefined);
  const note = named ? noteOf(fragment) : null;
  document.addContent(
    `BT /${font.id} ${size} Tf ${emboldened ? `2 Tr ${number(size * OUTLINE)} w` : '0 Tr'}`,
  );
  if (note !== null) document.addContent(note);
  document.addContent(glyphs(codes, positions, { x, baseline, size }));
  document.addContent(note === null ? 'ET' : 'EMC ET');
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

/** The glyphs in as few operators as their positions allow: one for all, where none is moved from its place. */
function glyphs(
  codes: readonly string[],
  positions: readonly Position[],
  { x, baseline, size }: Start,
): string {
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
  positions.forEach(({ xAdvance, advanceWidth, xOffset, yOffset }, index) => {
    const moved = xOffset !== 0 || yOffset !== 0;
    if (moved) flush(0, 0);
    if (shown === '') from = at;
    const kern = Math.round(advanceWidth - xAdvance);
    shown += `<${codes[index] ?? ''}>${kern === 0 ? '' : kern}`;
    at += xAdvance * scale;
    if (moved) flush(xOffset * scale, yOffset * scale);
  });
  flush(0, 0);
  return operators.join('\n').replaceAll('><', '');
}

const number = (value: number) => Math.round(value * 1000) / 1000;

/** A text string with the mark of its byte order (7.9.2.2), in hexadecimal. */
const utf16 = (text: string) =>
  `feff${Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, '0')).join('')}`;
