import { FALLBACK_FACES, TEXT_FACES, type TextFace } from './faces.js';
import { openFont } from './font-shelf.js';

/** A stretch of text that one font shows; `file` is null where no font has the letters. */
export interface FontRun {
  readonly start: number;
  readonly end: number;
  readonly file: string | null;
}

/** Letters that each family of the design has: nearly every text is of these alone. */
const PLAIN = /^[\u0020-\u007e\u00a0-\u017f\u2010-\u2014\u2018-\u201e\u2022\u2026\u202f]*$/;
/** Marks that go with whatever stands before them. */
const FOLLOWS = /^[\p{P}\p{M}\u200d\ufe0f]+$/u;

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Splits a text into runs by the font that has its letters; letters that belong together stay together. */
export function fontRuns(text: string, face: TextFace): FontRun[] {
  const base = TEXT_FACES[face].file;
  if (PLAIN.test(text)) return [{ start: 0, end: text.length, file: base }];
  const runs: FontRun[] = [];
  for (const { segment, index } of clusters.segment(text)) {
    const last = runs.at(-1);
    const file =
      last?.file && FOLLOWS.test(segment) && has(last.file, segment) ? last.file : find(segment, base);
    const end = index + segment.length;
    if (last?.file === file) runs[runs.length - 1] = { ...last, end };
    else runs.push({ start: index, end, file });
  }
  return runs;
}

function find(cluster: string, base: string): string | null {
  if (has(base, cluster)) return base;
  const face = FALLBACK_FACES.find(({ file, covers }) => covers.test(cluster) && has(file, cluster));
  return face?.file ?? null;
}

/** What only joins, selects or isolates need not be in the font. */
const INVISIBLE = /[\u200c\u200d\ufe0e\ufe0f\u2066-\u2069]/g;

const has = (file: string, cluster: string) =>
  Array.from(cluster.replace(INVISIBLE, '')).every((letter) =>
    openFont(file).hasGlyphForCodePoint(letter.codePointAt(0) ?? 0),
  );

/** Whether every letter of a text is in some font. */
export const canShow = (text: string): boolean => fontRuns(text, 'sans').every(({ file }) => file !== null);
