const LONG = 5;

/** Takes the commonest endings off, so that `raises`, `raised` and `raising` count as one word. Rough on purpose. */
export function stemOf(word: string): string {
  if (word.length <= 3 || /[0-9]/.test(word)) return word;
  const singular = word
    .replace(/'s?$/, '')
    .replace(/sses$/, 'ss')
    .replace(/ies$/, 'y')
    .replace(/([^su])s$/, '$1');
  const base = singular.length > LONG ? singular.replace(/(?:ing|ed)$/, '') : singular;
  return base.replace(/e$/, '').replace(/([bdfgmnprt])\1$/, '$1');
}
