import bidiFactory from 'bidi-js';

const bidi = bidiFactory();
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The embedding level of each character (Unicode Annex 9): odd ones run from right to left. */
export interface Direction {
  readonly levels: Uint8Array | null;
  /** Whether the paragraph as a whole runs from right to left, by its first letter. */
  readonly rightToLeft: boolean;
}

export function directionOf(text: string): Direction {
  if (!RIGHT_TO_LEFT.test(text)) return { levels: null, rightToLeft: false };
  const rightToLeft = beginsRightToLeft(text);
  const { levels } = bidi.getEmbeddingLevels(text, rightToLeft ? 'rtl' : 'ltr');
  return { levels, rightToLeft };
}

/** By the first letter (rule P2): bidi-js takes an emoji for one. */
function beginsRightToLeft(text: string): boolean {
  const [letter = ''] = /\p{L}/u.exec(text) ?? [];
  return RIGHT_TO_LEFT.test(letter);
}

/**
 * The order, from left to right, in which pieces with these levels are shown: rule L2. From the highest level down to
 * the lowest odd one, every stretch of that level or above is turned round.
 */
export function visualOrder(levels: readonly number[]): number[] {
  const order = levels.map((_level, index) => index);
  const lowest = Math.min(...levels.filter((level) => level & 1), Infinity);
  for (let level = Math.max(...levels, 0); level >= lowest; level -= 1) {
    for (let start = 0; start < order.length; start += 1) {
      let end = start;
      while (end < order.length && (levels[order[end] ?? 0] ?? 0) >= level) end += 1;
      if (end > start + 1) order.splice(start, end - start, ...order.slice(start, end).reverse());
      if (end > start) start = end - 1;
    }
  }
  return order;
}

/** Text that keeps its own direction within a line of another: in the isolates of Unicode Annex 9, which are not shown. */
export const isolated = (text: string): string =>
  RIGHT_TO_LEFT.test(text) ? `${beginsRightToLeft(text) ? '\u2067' : '\u2066'}${text}\u2069` : text;

export const withoutIsolates = (text: string): string => text.replace(/[\u2066\u2067\u2069]/g, '');

const LETTER_OF_RTL = /[\p{scx=Arabic}\p{Script=Hebrew}]/u;

/**
 * The text of a right-to-left piece as a font wants it: brackets mirrored; and where it has no right-to-left letter,
 * by which a font would know to turn it round, turned round already.
 */
export function turned(text: string): string {
  const letters = Array.from(text, (letter) => bidi.getMirroredCharacter(letter) ?? letter);
  return (LETTER_OF_RTL.test(text) ? letters : letters.reverse()).join('');
}
