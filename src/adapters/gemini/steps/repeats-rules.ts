/** So many words of the rules in a row stand in no honest reply. */
const STRETCH = 12;
/** The rules are English; every reply waits for this, and letters of other scripts take three times as long to find. */
const WORD = /[a-z\d]+/g;

const wordsIn = (text: string): string[] => text.toLowerCase().match(WORD) ?? [];

/** All texts of a value, one after the other, with something between them that is no word of the rules. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return `${value} 0 `;
  if (typeof value !== 'object' || value === null) return '';
  let text = '';
  for (const part of Object.values(value)) text += textIn(part);
  return text;
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
  const words = wordsIn(textIn(reply));
  // Nearly always a word that is in no rule comes long before the twelfth.
  let run = 0;
  for (let at = 0; at < words.length; at += 1) {
    run = known.has(words[at] ?? '') ? run + 1 : 0;
    if (run >= STRETCH && whole.includes(wholeOf(words.slice(at + 1 - STRETCH, at + 1)))) return true;
  }
  return false;
}
