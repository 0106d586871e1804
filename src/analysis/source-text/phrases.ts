/**
 * A table of phrases that is looked up word by word: its cost grows with the length of the sentence, not with the
 * number of phrases, and no input can make it slow. In a phrase `word~` stands for every word that begins so, `a|b`
 * for either, `#` for a number, and `..` for up to three words in between.
 */
export interface Match<T> {
  readonly value: T;
  /** Index of the first and the last word. */
  readonly from: number;
  readonly to: number;
}

interface Step {
  readonly words: ReadonlySet<string>;
  readonly stems: readonly string[];
  readonly number: boolean;
  /** Words that may stand before it. */
  readonly gap: number;
}

interface Phrase<T> {
  readonly value: T;
  /** What follows the first word. */
  readonly rest: readonly Step[];
}

const GAP = '..';
const GAP_WORDS = 3;
const NUMBER = '#';
const STEM = 3;
const NUMBER_WORDS = new Set(
  'one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty half third quarter fifth tenth thirds quarters dozen hundred thousand million billion'.split(
    ' ',
  ),
);

export class Phrases<T> {
  private readonly byWord = new Map<string, Phrase<T>[]>();
  private readonly byStem = new Map<string, (Phrase<T> & { readonly stem: string })[]>();

  /** @throws Error for a prefix of fewer than three letters: it would match too much. */
  constructor(table: Iterable<readonly [phrase: string, value: T]>) {
    for (const [text, value] of table) {
      const [first = '', ...others] = text.split(/ +/);
      const phrase = { value, rest: stepsOf(others) };
      for (const option of first.split('|')) this.index(option, phrase);
    }
  }

  /** Every match, in the order of its first word. */
  find(words: readonly string[]): Match<T>[] {
    const matches: Match<T>[] = [];
    const check = ({ value, rest }: Phrase<T>, from: number) => {
      const to = follow(words, from, rest);
      if (to !== null) matches.push({ value, from, to });
    };
    for (let from = 0; from < words.length; from += 1) {
      const word = words[from] ?? '';
      for (const phrase of this.byWord.get(word) ?? []) check(phrase, from);
      if (isNumber(word)) for (const phrase of this.byWord.get(NUMBER) ?? []) check(phrase, from);
      for (const phrase of this.byStem.get(word.slice(0, STEM)) ?? []) {
        if (word.startsWith(phrase.stem)) check(phrase, from);
      }
    }
    return matches;
  }

  private index(first: string, phrase: Phrase<T>): void {
    if (!first.endsWith('~')) {
      add(this.byWord, first, phrase);
      return;
    }
    const stem = first.slice(0, -1);
    if (stem.length < STEM) throw new Error(`The prefix "${first}" is too short.`);
    add(this.byStem, stem.slice(0, STEM), { ...phrase, stem });
  }
}

const isNumber = (word: string) => (word >= '0' && word < ':') || NUMBER_WORDS.has(word);

function add<T>(table: Map<string, T[]>, key: string, value: T): void {
  const list = table.get(key);
  if (list) list.push(value);
  else table.set(key, [value]);
}

function stepsOf(texts: readonly string[]): Step[] {
  const steps: Step[] = [];
  let gap = 0;
  for (const text of texts) {
    if (text === GAP) {
      gap = GAP_WORDS;
      continue;
    }
    const options = text.split('|');
    const stems = options.filter((option) => option.endsWith('~')).map((option) => option.slice(0, -1));
    const words = new Set(options.filter((option) => !option.endsWith('~')));
    steps.push({ words, stems, number: words.has(NUMBER), gap });
    gap = 0;
  }
  return steps;
}

/** The index of the last word where all steps can be gone, or null. Of several ways it takes the shortest steps. */
function follow(words: readonly string[], from: number, steps: readonly Step[]): number | null {
  let at = from;
  for (const step of steps) {
    const end = Math.min(at + 1 + step.gap, words.length - 1);
    let next = at + 1;
    while (next <= end && !matches(words[next] ?? '', step)) next += 1;
    if (next > end) return null;
    at = next;
  }
  return at;
}

const matches = (word: string, { words, stems, number }: Step) =>
  words.has(word) || stems.some((stem) => word.startsWith(stem)) || (number && isNumber(word));

/** The phrases of a table that is written as a text: separated by commas or line breaks. */
export const phrases = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
