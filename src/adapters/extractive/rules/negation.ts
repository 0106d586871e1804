const NEGATIONS = new Set(
  "not no never without neither nor none hardly n't cannot isn't aren't wasn't weren't don't doesn't didn't won't haven't hasn't".split(
    ' ',
  ),
);
/** Words that say of a bad thing that it grows less or ends. */
const RELIEF = new Set(
  'free avoid avoids avoided avoiding prevent prevents prevented mitigate mitigates mitigated eliminate eliminates eliminated overcome overcame resolve resolved resolves offset offsets reduce reduces reduced reducing cut cuts cutting lower lowers lowered ease eases eased easing end ended ends less fewer protect protects protected against halve halved halves lowest'.split(
    ' ',
  ),
);

const NEGATION_REACH = 3;
const RELIEF_REACH = 4;

/** Whether a word shortly before `at` turns its meaning into the opposite. */
export function isNegated(words: readonly string[], at: number): boolean {
  return someBefore(words, at, NEGATION_REACH, (word) => NEGATIONS.has(word) || word.endsWith("n't"));
}

/** Whether a word shortly before `at` says that it is being overcome; makes sense of bad things only. */
export function isRelieved(words: readonly string[], at: number): boolean {
  return someBefore(words, at, RELIEF_REACH, (word) => RELIEF.has(word));
}

function someBefore(
  words: readonly string[],
  at: number,
  reach: number,
  test: (word: string) => boolean,
): boolean {
  for (let index = Math.max(0, at - reach); index < at; index += 1) {
    if (test(words[index] ?? '')) return true;
  }
  return false;
}
