/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the length of its list */
import { isSatisfied, type KnownWord, lookUpAll, numberOfNotes, numberOfStep, watchRarest } from './steps.js';

/** Where a phrase stands in a sentence: the index of its first and of its last word. */
export interface Match<T> {
  readonly value: T;
  readonly from: number;
  readonly to: number;
}

interface Step {
  readonly number: number;
  /** Words that may stand before it. */
  readonly gap: number;
}

interface Phrase<T> {
  readonly value: T;
  readonly steps: readonly Step[];
  /** The index of the step that the fewest phrases of the table have. */
  readonly rarest: number;
  /** The number of the step that is rarest in texts: without it the phrase is not in a sentence. */
  readonly needs: number;
}

const GAP = '..';
const GAP_WORDS = 3;

/**
 * A table of phrases: steps (see steps.ts) separated by spaces, `..` for up to three words in between. A phrase is tried
 * only around words that satisfy its rarest step: the cost of a look-up grows with the length of the sentence, hardly
 * with the number of phrases, and no input can make it slow.
 */
export class Phrases<T> {
  private readonly byRarest = new Map<number, Phrase<T>[]>();
  private readonly number = numberOfNotes();

  /** @throws Error for a stem of fewer than three letters. */
  constructor(table: Iterable<readonly [phrase: string, value: T]>) {
    const all = [...table].map(([text, value]) => ({ value, steps: stepsOf(text) }));
    const uses = new Map<number, number>();
    for (const { number } of all.flatMap(({ steps }) => steps)) uses.set(number, (uses.get(number) ?? 0) + 1);
    for (const { value, steps } of all) {
      const counts = steps.map(({ number }) => uses.get(number) ?? 0);
      const rarest = counts.indexOf(Math.min(...counts));
      const number = steps[rarest]?.number ?? 0;
      const phrase = { value, steps, rarest, needs: watchRarest(steps.map((step) => step.number)) };
      const list = this.byRarest.get(number);
      if (list) list.push(phrase);
      else this.byRarest.set(number, [phrase]);
    }
  }

  /** Every match, in the order of its first word. */
  find(words: readonly string[]): Match<T>[] {
    const sentence = lookUpAll(words);
    const matches: Match<T>[] = [];
    for (let place = 0; place < sentence.length; place += 1) {
      const tried = this.phrasesAround(sentence[place]!);
      for (let at = 0; at < tried.needs.length; at += 1) {
        if (!isSatisfied(tried.needs[at]!)) continue;
        const match = matchAround(sentence, place, tried.phrases[at]!);
        if (match) matches.push(match);
      }
    }
    return matches.length > 1 ? matches.sort((a, b) => a.from - b.from) : matches;
  }

  /** The phrases whose rarest step the word satisfies. Only this table writes and reads under its number. */
  private phrasesAround({ steps, notes }: KnownWord): Tried<T> {
    return (notes[this.number] ??= triedOf(
      [...steps].flatMap((step) => this.byRarest.get(step) ?? []),
    )) as Tried<T>;
  }
}

/** What each phrase needs stands apart: most are passed over by it, and a list of numbers is quick to go through. */
interface Tried<T> {
  readonly needs: readonly number[];
  readonly phrases: readonly Phrase<T>[];
}

const NONE: Tried<never> = { needs: [], phrases: [] };

const triedOf = <T>(all: readonly Phrase<T>[]): Tried<T> =>
  all.length === 0 ? NONE : { needs: all.map(({ needs }) => needs), phrases: all };

function matchAround<T>(
  sentence: readonly KnownWord[],
  place: number,
  { value, steps, rarest }: Phrase<T>,
): Match<T> | null {
  const from = before(sentence, place, steps, rarest);
  const to = from === null ? null : after(sentence, place, steps, rarest);
  return from === null || to === null ? null : { value, from, to };
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  let gap = 0;
  for (const step of text.split(/ +/)) {
    if (step !== GAP) steps.push({ number: numberOfStep(step), gap });
    gap = step === GAP ? GAP_WORDS : 0;
  }
  return steps;
}

/** Goes the steps before the rarest one backwards; the index of the first word, or null. Takes the shortest steps. */
function before(
  sentence: readonly KnownWord[],
  place: number,
  steps: readonly Step[],
  rarest: number,
): number | null {
  let at = place;
  for (let index = rarest; index > 0; index -= 1) {
    const number = steps[index - 1]?.number ?? 0;
    const last = Math.max(0, at - 1 - (steps[index]?.gap ?? 0));
    let next = at - 1;
    while (next >= last && sentence[next]?.steps.has(number) !== true) next -= 1;
    if (next < last) return null;
    at = next;
  }
  return at;
}

/** Goes the steps after the rarest one; the index of the last word, or null. Takes the shortest steps. */
function after(
  sentence: readonly KnownWord[],
  place: number,
  steps: readonly Step[],
  rarest: number,
): number | null {
  let at = place;
  for (let index = rarest + 1; index < steps.length; index += 1) {
    const { number, gap } = steps[index] ?? { number: 0, gap: 0 };
    const last = Math.min(at + 1 + gap, sentence.length - 1);
    let next = at + 1;
    while (next <= last && sentence[next]?.steps.has(number) !== true) next += 1;
    if (next > last) return null;
    at = next;
  }
  return at;
}

/** The phrases of a table that is written as a text: separated by commas or line breaks. */
export const phrases = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
