import type { Match } from '../../../analysis/source-text/source-text.js';

/** Prepositions after which a noun is not the head of its phrase: in "churn among customers" churn is what moves. */
const PREPOSITIONS = new Set(
  'of among in for from at by with on to between against per across within as than'.split(' '),
);
const REACH_BEFORE = 8;
const REACH_AFTER = 4;
/** Past forms that look the same with and without an object: what follows them tells. */
const AMOUNT =
  /^(?:by|to|from|at|\d.*|slightly|sharply|steadily|again|further|faster|and|in|last|this|for|over|since|during)$/;

/** What a word of movement moves: the thing right after it ("higher costs"), or the head of what stands before it. */
export function movedBy<T>(
  move: Match<T>,
  words: readonly string[],
  things: readonly Match<T>[],
): Match<T> | null {
  const next = words[move.to + 1];
  const after = things.find(({ from }) => from > move.to && from <= move.to + REACH_AFTER);
  if (after && next !== undefined && !AMOUNT.test(next)) return after;
  const before = things.filter(({ to }) => to < move.from && to >= move.from - REACH_BEFORE);
  const heads = before.filter(({ from }) => !isComplement(words, from));
  return heads.at(-1) ?? before[0] ?? after ?? null;
}

/** Whether a preposition stands before the noun, adjectives in between allowed. */
function isComplement(words: readonly string[], at: number): boolean {
  return words.slice(Math.max(0, at - 3), at).some((word) => PREPOSITIONS.has(word));
}
