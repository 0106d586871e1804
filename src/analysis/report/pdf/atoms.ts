import LineBreaker from 'linebreak';
import { type Direction, directionOf, turned, withoutIsolates } from './direction.js';
import { TEXT_FACES } from './faces.js';
import { fontRuns } from './font-runs.js';
import { widthOf } from './font-shelf.js';
import type { Span } from './spans.js';

/** The smallest piece that a line is made of: one span, one font, one direction, no break within. */
export interface Atom {
  readonly span: Span;
  /** As it was written. */
  readonly text: string;
  readonly file: string;
  /** False where no font has the letters, and their code points are shown instead. */
  readonly known: boolean;
  /** Embedding level; odd ones run from right to left. */
  readonly level: number;
  /** Points. */
  readonly width: number;
  readonly breakAfter: boolean;
}

interface Paragraph {
  readonly atoms: readonly Atom[];
  readonly rightToLeft: boolean;
}

/** Cuts a paragraph wherever span, font or direction change, and wherever a line may end (Unicode Annex 14). */
export function atomsOf(spans: readonly Span[]): Paragraph {
  const whole = spans.map((each) => each.text).join('');
  const direction = directionOf(whole);
  const breaks = breaksOf(whole);
  const atoms: Atom[] = [];
  let offset = 0;
  for (const each of spans) {
    for (const { start, end, file } of fontRuns(each.text, each.style.face)) {
      const face = { file: file ?? TEXT_FACES[each.style.face].file, known: file !== null };
      for (const piece of cut(offset + start, offset + end, direction, breaks)) {
        const level = direction.levels?.[piece.start] ?? 0;
        const text = whole.slice(piece.start, piece.end);
        atoms.push(sized({ span: each, text, level, breakAfter: breaks.has(piece.end), ...face }));
      }
    }
    offset += each.text.length;
  }
  return { atoms, rightToLeft: direction.rightToLeft };
}

/** An atom with its width. */
export const sized = (atom: Omit<Atom, 'width'>): Atom => ({
  ...atom,
  width: (widthOf(atom.file, shownAs(atom)) * atom.span.style.size) / 1000,
});

function* cut(start: number, end: number, { levels }: Direction, breaks: ReadonlySet<number>) {
  let from = start;
  for (let at = start + 1; at <= end; at += 1) {
    if (at < end && !breaks.has(at) && levels?.[at] === levels?.[from]) continue;
    yield { start: from, end: at };
    from = at;
  }
}

/** A percent sign stays with its number, also over a space. */
const PERCENT = /\d %/;

function breaksOf(text: string): Set<number> {
  const breaker = new LineBreaker(text);
  const places = new Set<number>();
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    if (!PERCENT.test(text.slice(next.position - 2, next.position + 1))) places.add(next.position);
  }
  return places;
}

/** What is given to the font: for letters that no font has, their code points, so that nothing is lost unseen. */
export function shownAs({ text, known, level }: Pick<Atom, 'text' | 'known' | 'level'>): string {
  if (!known) return `[${Array.from(text, codePoint).join(' ')}]`;
  const visible = withoutIsolates(text);
  return level & 1 ? turned(visible) : visible;
}

const codePoint = (letter: string) =>
  `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
