/**
 * A table of phrases that is looked up word by word: its cost grows with the length of the sentence, not with the
 * number of phrases, and no input can make it slow. In a phrase `word~` stands for every word that begins so, `a|b`
 * for either, and `..` for up to three words in between.
 */
export interface Match<T> {
  readonly value: T;
  /** Index of the first and the last word. */
  readonly from: number;
  readonly to: number;
}

interface Phrase<T> {
  readonly steps: readonly (readonly string[])[];
  readonly value: T;
}

const GAP = '..';
const GAP_WORDS = 3;
const STEM = 3;

export class Phrases<T> {
  private readonly byWord = new Map<string, Phrase<T>[]>();
  private readonly byStem = new Map<string, Phrase<T>[]>();

  /** @throws Error for a prefix of fewer than three letters: it would match too much. */
  constructor(table: Iterable<readonly [phrase: string, value: T]>) {
    for (const [text, value] of table) {
      const steps = text.split(' ').map((step) => step.split('|'));
      for (const first of steps[0] ?? []) this.index(first, { steps: [[first], ...steps.slice(1)], value });
    }
  }

  /** Every match, in the order of its first word. */
  find(words: readonly string[]): Match<T>[] {
    const matches: Match<T>[] = [];
    for (const [from, word] of words.entries()) {
      for (const candidates of [this.byWord.get(word), this.byStem.get(word.slice(0, STEM))]) {
        for (const { steps, value } of candidates ?? []) {
          const to = follow(words, from, steps);
          if (to !== null) matches.push({ value, from, to });
        }
      }
    }
    return matches;
  }

  private index(first: string, phrase: Phrase<T>): void {
    const isStem = first.endsWith('~');
    if (isStem && first.length <= STEM) throw new Error(`The prefix "${first}" is too short.`);
    const table = isStem ? this.byStem : this.byWord;
    const key = isStem ? first.slice(0, STEM) : first;
    table.set(key, [...(table.get(key) ?? []), phrase]);
  }
}

/** The index of the last word where all steps can be gone, or null. */
function follow(words: readonly string[], from: number, steps: Phrase<unknown>['steps']): number | null {
  let at = from - 1;
  let reach = 1;
  for (const step of steps) {
    if (step[0] === GAP) {
      reach = GAP_WORDS + 1;
      continue;
    }
    const found = nextMatch(words, at + 1, reach, step);
    if (found === null) return null;
    at = found;
    reach = 1;
  }
  return at;
}

function nextMatch(
  words: readonly string[],
  from: number,
  reach: number,
  step: readonly string[],
): number | null {
  const end = Math.min(from + reach, words.length);
  for (let at = from; at < end; at += 1) {
    const word = words[at] ?? '';
    if (step.some((option) => matches(word, option))) return at;
  }
  return null;
}

const matches = (word: string, option: string) =>
  option.endsWith('~') ? word.startsWith(option.slice(0, -1)) : word === option;

/** The phrases of a table that is written as a text: separated by commas or line breaks. */
export const phrases = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
