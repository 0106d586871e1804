/** So many words of the rules in a row stand in no honest reply. */
const STRETCH = 12;

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * Whether a reply recites what it was told, as a model does that obeyed a source: its open questions and next steps reach
 * the report without a quote to check. Rules in other words, or in another language, are not noticed.
 */
export function repeatsRules(reply: unknown, rules: string): boolean {
  const told = wordsIn(rules);
  const known = new Set(told);
  const wholeOf = (words: readonly string[]) => ` ${words.join(' ')} `;
  const whole = wholeOf(told);
  return textsIn(reply).some((text) => {
    // Every reply waits for this: nearly always a word that is in no rule comes long before the twelfth.
    let run = 0;
    return wordsIn(text).some((word, at, words) => {
      run = known.has(word) ? run + 1 : 0;
      return run >= STRETCH && whole.includes(wholeOf(words.slice(at + 1 - STRETCH, at + 1)));
    });
  });
}
