const setOf = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const NEGATIONS = setOf(
  "not no never without neither nor none nothing nobody hardly scarcely cannot isn't aren't wasn't weren't don't doesn't didn't won't haven't hasn't can't couldn't wouldn't few fewer rarely seldom barely",
);
/** Words that say of a bad thing that it grows less or ends. */
const RELIEF = setOf(
  'free avoid avoids avoided avoiding prevent prevents prevented mitigate mitigates mitigated eliminate eliminates eliminated overcome overcame resolve resolved resolves offset offsets reduce reduces reduced reducing cut cuts cutting lower lowers lowered ease eases eased easing end ended ends less fewer protect protects protected halve halved halves lowest faded fades dismissed rejected quashed recover recovered fell falls fallen declined dropped down low',
);
/** Where a new thought begins, what was denied before is denied no longer. */
const BREAKS = setOf('and but because so although though as which while since unless until than yet however');

const NEGATION_REACH = 12;
const RELIEF_REACH = 4;

/** Whether a word before `at`, in the same thought, turns its meaning into the opposite. */
export function isNegated(words: readonly string[], at: number): boolean {
  for (let index = at - 1; index >= Math.max(0, at - NEGATION_REACH); index -= 1) {
    const word = words[index] ?? '';
    if (BREAKS.has(word)) return false;
    if (NEGATIONS.has(word)) return true;
  }
  return false;
}

const AUXILIARIES = setOf('does do did has have had is are was were will would can could');
/** Words that say, after a bad thing, that it is over. */
const ENDINGS = setOf(
  'faded receded eased subsided ended passed resolved lifted averted dismissed rejected abated',
);
const AHEAD = 5;

/** Whether what follows says that it is not so: "the embargo does not extend to us", "the threat has faded". */
export function isDenied(words: readonly string[], at: number): boolean {
  const ahead = words.slice(at + 1, at + 1 + AHEAD);
  const not = ahead.indexOf('not');
  return (not > 0 && AUXILIARIES.has(ahead[not - 1] ?? '')) || ahead.some((word) => ENDINGS.has(word));
}

/** Whether a word shortly before `at` says that it is being overcome; makes sense of bad things only. */
export function isRelieved(words: readonly string[], at: number): boolean {
  return words.slice(Math.max(0, at - RELIEF_REACH), at).some((word) => RELIEF.has(word));
}
