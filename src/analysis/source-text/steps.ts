/**
 * The steps that phrases are made of, each known by a number. A step is written `word`, `word~` for every word that
 * begins so, `#` for a number, or several of these with `|` between them.
 */
const SHORTEST_STEM = 3;
/** Words whose steps are remembered; hostile texts have more different words than any language. */
const MOST_REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 40;
const NUMBER_WORDS = new Set(
  'one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty half third quarter fifth tenth thirds quarters dozen hundred thousand million billion'.split(
    ' ',
  ),
);

const numbers = new Map<string, number>();
const byWord = new Map<string, number[]>();
const byStem = new Map<string, number[]>();
let longestStem = 0;
const remembered = new Map<string, KnownWord>();

/** The number of a step. @throws Error for a stem of fewer than three letters: it would match too much. */
export function numberOfStep(step: string): number {
  const known = numbers.get(step);
  if (known !== undefined) return known;
  const number = numbers.size;
  numbers.set(step, number);
  remembered.clear();
  latest = null;
  for (const option of step.split('|')) {
    if (!option.endsWith('~')) add(byWord, option, number);
    else addStem(option.slice(0, -1), number);
  }
  return number;
}

/** A word, with what was found out about it. */
export interface KnownWord {
  /** The numbers of all steps that it satisfies. */
  readonly steps: ReadonlySet<number>;
  /** The phrases that each table tries around it, by the table's number; made by the table when first needed. */
  readonly phrases: unknown[];
}

/** One sentence is looked up in several tables, one after the other. */
let latest: { readonly words: readonly string[]; readonly known: readonly KnownWord[] } | null = null;

export function lookUpAll(words: readonly string[]): readonly KnownWord[] {
  if (latest?.words !== words) latest = { words, known: words.map(lookUp) };
  return latest.known;
}

function lookUp(word: string): KnownWord {
  const known = remembered.get(word);
  if (known) return known;
  const steps = [...(byWord.get(word) ?? []), ...(isNumber(word) ? (byWord.get('#') ?? []) : [])];
  for (let length = SHORTEST_STEM; length <= Math.min(word.length, longestStem); length += 1) {
    steps.push(...(byStem.get(word.slice(0, length)) ?? []));
  }
  const found: KnownWord = { steps: new Set(steps), phrases: [] };
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  if (word.length <= LONGEST_REMEMBERED) remembered.set(word, found);
  return found;
}

function addStem(stem: string, number: number): void {
  if (stem.length < SHORTEST_STEM) throw new Error(`The stem "${stem}~" is too short.`);
  longestStem = Math.max(longestStem, stem.length);
  add(byStem, stem, number);
}

const isNumber = (word: string) => (word >= '0' && word < ':') || NUMBER_WORDS.has(word);

function add(table: Map<string, number[]>, key: string, number: number): void {
  const list = table.get(key);
  if (list) list.push(number);
  else table.set(key, [number]);
}
