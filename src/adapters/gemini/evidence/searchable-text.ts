import { UNSEEN } from './clean-text.js';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What models change when they copy: blanks, quotation marks, hyphens, marks of emphasis, and how accents are written. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [UNSEEN, ''],
  [/[*`]/g, ''],
  [/[‘’‚‛′]/g, "'"],
  [/[“”„‟″«»]/g, '"'],
  [/[‐‑‒–—―−]/g, '-'],
];
/** Nearly all of most texts, and the same when folded. */
const PLAIN = new Set(
  ' !"#$%&\'()+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_abcdefghijklmnopqrstuvwxyz{|}~',
);
const BLANK = /^\s+$/;
/** Shorter ones stand in every text. */
const SHORTEST = 8;
const LONGEST = 1500;
const DECORATION = /^(?:\s|["“”.…]){1,20}|(?:\s|["“”…]){1,20}$/g;

/** A text in which quotes are found, word by word. */
export class SearchableText {
  private foldedOnce: Folded | undefined;

  constructor(private readonly content: string) {}

  /** Where the quote stands: exactly, or but for how it was copied; the offsets are those of the text as it is. */
  find(quote: string): Span | null {
    if (quote.length > LONGEST || quote.trim().length < SHORTEST) return null;
    const exact = this.content.indexOf(quote);
    if (exact >= 0) return { start: exact, end: exact + quote.length };
    return findFolded((this.foldedOnce ??= fold(this.content)), fold(quote.replace(DECORATION, '')).text);
  }
}

interface Folded {
  readonly text: string;
  /** For each unit of the folded text, where the character begins and ends that it came from. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function findFolded({ text, starts, ends }: Folded, folded: string): Span | null {
  const wanted = folded.trim();
  const at = wanted.length < SHORTEST ? -1 : text.indexOf(wanted);
  const start = starts[at];
  const end = ends[at + wanted.length - 1];
  return start === undefined || end === undefined ? null : { start, end };
}

function fold(content: string): Folded {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  let at = 0;
  let last = '';
  for (const character of content) {
    const unit = PLAIN.has(character) ? character : foldCharacter(character);
    // A run of blanks counts as one, also where something invisible stands in it.
    if (unit !== ' ' || last !== ' ') text += unit;
    if (unit !== '') last = unit;
    while (starts.length < text.length) {
      starts.push(at);
      ends.push(at + character.length);
    }
    at += character.length;
  }
  return { text, starts, ends };
}

const foldCharacter = (character: string): string =>
  BLANK.test(character)
    ? ' '
    : SAME.reduce((rest, [from, to]) => rest.replace(from, to), character).normalize('NFKD');
