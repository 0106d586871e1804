const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’&.-]*[\p{L}\p{N}]|[\p{L}\p{N}]/gu;

/** The words of a sentence in lower case; hyphens split, apostrophes are straightened, `U.S.` becomes `u.s`. */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().replace(/’/g, "'").match(WORD) ?? [];
  return words.flatMap((word) =>
    word.includes('-') ? word.split('-').filter((part) => part !== '') : [word],
  );
}
