import type { Match } from '../../../analysis/source-text/source-text.js';

/** Without the matches that lie inside a longer one: "staff turnover" is not also "turnover". */
export function outermost<T>(matches: readonly Match<T>[]): Match<T>[] {
  const kept: Match<T>[] = [];
  let furthest: Match<T> | undefined;
  // They come by their first word, the longest first: whoever encloses a match was there before it.
  for (const match of matches.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (furthest && furthest.to >= match.to && !isSame(furthest, match)) continue;
    kept.push(match);
    furthest = match;
  }
  return kept;
}

const isSame = (a: Match<unknown>, b: Match<unknown>) => a.from === b.from && a.to === b.to;
