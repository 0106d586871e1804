const LONG = 5;

/** Words whose stems are remembered; hostile texts have more different words than any language. */
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, string>();

/** Takes the commonest endings off, so that `raises`, `raised` and `raising` count as one word. Rough on purpose. */
export function stemOf(word: string): string {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const stem = cut(word);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(word, stem);
  return stem;
}

function cut(word: string): string {
  if (word.length <= 3 || /[0-9]/.test(word)) return word;
  const singular = word
    .replace(/'s?$/, '')
    .replace(/sses$/, 'ss')
    .replace(/ies$/, 'y')
    .replace(/([^su])s$/, '$1');
  const base = singular.length > LONG ? singular.replace(/(?:ing|ed)$/, '') : singular;
  return base.replace(/e$/, '').replace(/([bdfgmnprt])\1$/, '$1');
}
