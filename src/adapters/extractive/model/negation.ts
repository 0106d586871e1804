const setOf = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const NEGATIONS = setOf(
  "not no never without neither nor none nothing nobody hardly scarcely cannot isn't aren't wasn't weren't don't doesn't didn't won't haven't hasn't can't couldn't wouldn't few fewer rarely seldom barely",
);
/** Where a new thought begins, what was denied before is denied no longer. */
const BREAKS = setOf('and but because so although though as which while since unless until than yet however');

export const negates = (word: string): boolean => NEGATIONS.has(word);
export const breaksNegation = (word: string): boolean => BREAKS.has(word);

/** Which words stand in the reach of a negation before them. */
export function negatedIn(
  words: readonly { readonly negates: boolean; readonly breaksNegation: boolean }[],
): boolean[] {
  let open = false;
  return words.map((word) => {
    if (word.breaksNegation) open = false;
    const negated = open;
    if (word.negates) open = true;
    return negated;
  });
}
