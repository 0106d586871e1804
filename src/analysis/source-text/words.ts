const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’&.-]*[\p{L}\p{N}]|[\p{L}\p{N}]/gu;

const LONGEST_REMEMBERED = 1000;
/** One sentence is asked for its words several times, one after the other. */
let latest: { readonly text: string; readonly words: readonly string[] } = { text: '', words: [] };

/** The words of a sentence in lower case; hyphens split, apostrophes are straightened, `U.S.` becomes `u.s`. */
export function wordsOf(text: string): readonly string[] {
  if (text === latest.text) return latest.words;
  const words = split(text);
  if (text.length <= LONGEST_REMEMBERED) latest = { text, words };
  return words;
}

function split(text: string): string[] {
  const words = text.toLowerCase().replace(/’/g, "'").match(WORD) ?? [];
  return text.includes('-') ? words.flatMap((word) => word.split('-').filter((part) => part !== '')) : words;
}
