import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../../../package-folder.js';
import * as fontkit from 'fontkit';

const FOLDER = join(PACKAGE_FOLDER, 'assets/report/fonts/pdf');

/** Words whose glyphs are remembered for each font; a report of a hundred pages has fewer. */
const MOST_WORDS = 20_000;

type Layout = fontkit.Font['layout'];
type Position = fontkit.GlyphRun['positions'][number];

const opened = new Map<string, fontkit.Font>();

/** A font of the assets, opened once for the life of the thread. */
export function openFont(file: string): fontkit.Font {
  let font = opened.get(file);
  if (!font) {
    font = remembering(fontkit.create(readFileSync(join(FOLDER, file))) as fontkit.Font);
    opened.set(file, font);
  }
  return font;
}

/** Shaping a word costs more than all else in a PDF, and the same words come again: in a report and in the next. */
function remembering(font: fontkit.Font): fontkit.Font {
  const known = new Map<string, fontkit.GlyphRun>();
  const layout: Layout = (text, features, ...rest) => {
    const key = `${features === undefined ? '' : 'whole '}${text}`;
    let run = known.get(key);
    if (!run) {
      const shaped = font.layout(text, features, ...rest);
      run = { glyphs: shaped.glyphs.map(turnedLigature), positions: shaped.positions } as fontkit.GlyphRun;
      if (known.size >= MOST_WORDS) known.clear();
      known.set(key, run);
    }
    return copyOf(run);
  };
  return Object.create(font, { layout: { value: layout } }) as fontkit.Font;
}

/** Readers turn right-to-left text round letter by letter, those of a ligature too. */
function turnedLigature(glyph: fontkit.Glyph): fontkit.Glyph {
  const { codePoints } = glyph;
  if (codePoints.length < 2 || !isArabic(codePoints[0] ?? 0)) return glyph;
  return Object.create(glyph, { codePoints: { value: codePoints.toReversed() } }) as fontkit.Glyph;
}

const isArabic = (codePoint: number) => codePoint >= 0x600 && codePoint <= 0x8ff;

/** pdfkit scales the positions where they stand, and then asks for the width. */
function copyOf({ glyphs, positions }: fontkit.GlyphRun): fontkit.GlyphRun {
  const own = positions.map((position): Position => ({ ...position }));
  return {
    glyphs,
    positions: own,
    get advanceWidth() {
      return own.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
    },
  } as fontkit.GlyphRun;
}

const widths = new Map<string, Map<string, number>>();

/** The width of a word in thousandths of the font's size. */
export function widthOf(file: string, word: string): number {
  let known = widths.get(file);
  if (!known || known.size >= MOST_WORDS) {
    known = new Map<string, number>();
    widths.set(file, known);
  }
  let width = known.get(word);
  if (width === undefined) {
    const font = openFont(file);
    width = (font.layout(word).advanceWidth * 1000) / font.unitsPerEm;
    known.set(word, width);
  }
  return width;
}
