import { type Atom, atomsOf, shownAs, sized } from './atoms.js';
import { visualOrder, withoutIsolates } from './direction.js';
import { REORDERING, TEXT_FACES } from './faces.js';
import { widthOf } from './font-shelf.js';
import type { Span } from './spans.js';

/** What is drawn at one place with one font. */
export interface Fragment {
  readonly span: Span;
  readonly file: string;
  readonly shown: string;
  /** The text itself, where the glyphs do not say it: letters in another order, or code points. */
  readonly actual: string | null;
  readonly rightToLeft: boolean;
  /** Points from the line's left edge. */
  readonly x: number;
  readonly width: number;
  /** The font has no heavy letters, so that they are drawn heavier. */
  readonly emboldened: boolean;
}

/** The fragments of one line in the order in which they are read. */
export type Line = readonly Fragment[];

/** Breaks a paragraph into lines of at most `width` points; a word that is wider is broken between letters. */
export function breakLines(spans: readonly Span[], width: number): Line[] {
  const { atoms, rightToLeft } = atomsOf(spans);
  const lines: Atom[][] = [];
  let line: Atom[] = [];
  let used = 0;
  for (const word of wordsOf(atoms)) {
    const wide = widthOfAll(word);
    const visible = wide - hanging(word);
    if (used + visible > width && line.length > 0) {
      lines.push(line);
      line = [];
      used = 0;
    }
    const pieces = visible > width ? splitWord(word, width) : [word];
    const last = pieces.pop() ?? [];
    lines.push(...pieces);
    line.push(...last);
    used += visible > width ? widthOfAll(last) : wide;
  }
  if (line.length > 0) lines.push(line);
  return lines.map((each) => placeLine(each, width, rightToLeft));
}

const widthOfAll = (atoms: readonly Atom[]) => atoms.reduce((sum, atom) => sum + atom.width, 0);

/** The width of the space at the end of a word, which may hang over the edge. */
function hanging(word: readonly Atom[]): number {
  const last = word.at(-1);
  return last?.text.endsWith(' ') ? (widthOf(last.file, ' ') * last.span.style.size) / 1000 : 0;
}

function* wordsOf(atoms: readonly Atom[]): Generator<Atom[]> {
  let word: Atom[] = [];
  for (const atom of atoms) {
    word.push(atom);
    if (!atom.breakAfter) continue;
    yield word;
    word = [];
  }
  if (word.length > 0) yield word;
}

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The word's letters in lines of their own, as many as fit on each. */
function splitWord(word: readonly Atom[], width: number): Atom[][] {
  const lines: Atom[][] = [[]];
  let used = 0;
  for (const atom of word) {
    const letters = Array.from(clusters.segment(atom.text), ({ segment }) => segment);
    for (let from = 0; from < letters.length;) {
      const piece = longest(atom, letters, from, width - used);
      if (piece === null && used > 0) {
        lines.push([]);
        used = 0;
        continue;
      }
      // What does not even fit on an empty line is drawn all the same.
      const { part, count } = piece ?? { part: sized({ ...atom, text: letters[from] ?? '' }), count: 1 };
      lines.at(-1)?.push(part);
      used += part.width;
      from += count;
    }
  }
  return lines;
}

/** As many of the letters as fit. Together they may be wider than one by one: some fonts move a W from the next. */
function longest(atom: Atom, letters: readonly string[], from: number, room: number) {
  let count = 0;
  for (let used = 0; from + count < letters.length; count += 1) {
    used += sized({ ...atom, text: letters[from + count] ?? '' }).width;
    if (used > room) break;
  }
  for (; count > 0; count -= 1) {
    const part = sized({ ...atom, text: letters.slice(from, from + count).join('') });
    if (part.width <= room) return { part, count };
  }
  return null;
}

function placeLine(atoms: readonly Atom[], width: number, rightToLeft: boolean): Line {
  const merged = merge(atoms);
  const places: number[] = [];
  let x = rightToLeft ? width - widthOfAll(merged) : 0;
  for (const index of visualOrder(merged.map(({ level }) => level))) {
    places[index] = x;
    x += merged[index]?.width ?? 0;
  }
  return merged.map((atom, index) => fragmentOf(atom, places[index] ?? 0));
}

function fragmentOf(atom: Atom, x: number): Fragment {
  const { span, file, text, width } = atom;
  const face = TEXT_FACES[span.style.face];
  const rightToLeft = (atom.level & 1) === 1;
  const said = atom.known && (rightToLeft || !REORDERING.has(file));
  return {
    span,
    file,
    shown: shownAs(atom),
    actual: said || text.trim() === '' ? null : withoutIsolates(text),
    rightToLeft,
    x,
    width,
    emboldened: face.bold && file !== face.file,
  };
}

/** Neighbours of one kind are drawn as one, so that fonts can join their letters. */
function merge(atoms: readonly Atom[]): Atom[] {
  const merged: Atom[] = [];
  for (const atom of atoms) {
    const last = merged.at(-1);
    if (last && alike(last, atom))
      merged[merged.length - 1] = { ...last, text: last.text + atom.text, width: last.width + atom.width };
    else merged.push(atom);
  }
  return merged;
}

const alike = (one: Atom, other: Atom) =>
  one.span === other.span && one.file === other.file && one.level === other.level && one.known && other.known;
