/** So many words of the rules in a row stand in no honest reply. */
const STRETCH = 12;

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const stretchesOf = (text: string): string[] => {
  const words = wordsIn(text);
  return words.slice(STRETCH - 1).map((_word, at) => words.slice(at, at + STRETCH).join(' '));
};

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * Whether a reply recites what it was told, as a model does that obeyed a source: its open questions and next steps reach
 * the report without a quote to check. Rules in other words, or in another language, are not noticed.
 */
export function repeatsRules(reply: unknown, rules: string): boolean {
  const told = new Set(stretchesOf(rules));
  return textsIn(reply).some((text) => stretchesOf(text).some((stretch) => told.has(stretch)));
}
