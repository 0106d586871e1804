import type { Match } from '../../../analysis/source-text/source-text.js';

/** Without the matches that lie inside a longer one: "staff turnover" is not also "turnover". */
export function outermost<T>(matches: readonly Match<T>[]): Match<T>[] {
  const kept: Match<T>[] = [];
  // They come by their first word: whoever encloses a match began no later.
  for (const match of matches.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const enclosing = kept.findLast(({ to }) => to >= match.to);
    if (!enclosing || isSame(enclosing, match)) kept.push(match);
  }
  return kept;
}

const isSame = (a: Match<unknown>, b: Match<unknown>) => a.from === b.from && a.to === b.to;
