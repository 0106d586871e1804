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

/** The commonest English words, commonest first. */
const COMMON = new Map(
  'the of to and in for that on is was with as it by at from his an be has are have but were not this who they had which will their or its one after new been also we would two more first about up when year there all out her other people percent than over into last some time you years if no world can three do only state could us most against so during before may since many while where because now between like under such group through down back well per each how own our both even still less'
    .split(' ')
    .map((word, rank) => [word, rank] as const),
);
const FREQUENCY_OF_NUMBERS = 0.03;
const FREQUENCY_OF_OTHERS = 3e-5;

const numbers = new Map<string, number>();
/** By a step's number: roughly which share of all words satisfies it. */
const frequencies: number[] = [];
const watched = new Set<number>();
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
  frequencies.push(step.split('|').reduce((sum, option) => sum + frequencyOf(option), 0));
  forgetWords();
  for (const option of step.split('|')) {
    if (!option.endsWith('~')) add(byWord, option, number);
    else addStem(option.slice(0, -1), number);
  }
  return number;
}

/** After Zipf (1949); rarer words are not told apart. Only speed depends on it. */
function frequencyOf(option: string): number {
  if (option === '#') return FREQUENCY_OF_NUMBERS;
  const rank = COMMON.get(option);
  return rank === undefined ? FREQUENCY_OF_OTHERS : 0.08 / (rank + 3);
}

/** The one of several steps, by number, that the fewest sentences satisfy; from now on `isSatisfied` knows of it. */
export function watchRarest(steps: readonly number[]): number {
  const [rarest = 0] = steps.toSorted((a, b) => (frequencies[a] ?? 0) - (frequencies[b] ?? 0));
  watched.add(rarest);
  forgetWords();
  return rarest;
}

/** A word, with what was found out about it. */
export interface KnownWord {
  /** The numbers of all steps that it satisfies. */
  readonly steps: ReadonlySet<number>;
  /** Those of them that are watched. */
  readonly watched: readonly number[];
  /** What each keeper of notes found out about it, by the keeper's number; written when first needed. */
  readonly notes: unknown[];
}

let keepers = 0;
/** A number for a keeper of notes. */
export const numberOfNotes = (): number => (keepers += 1);

/** One sentence is looked up in several tables, one after the other. */
let latest: { readonly words: readonly string[]; readonly known: readonly KnownWord[] } | null = null;

/** By a step's number: the last sentence of which a word satisfied it. */
let lastSeen = new Uint32Array();
let sentences = 0;

export function lookUpAll(words: readonly string[]): readonly KnownWord[] {
  if (latest?.words === words) return latest.known;
  latest = { words, known: words.map(lookUp) };
  if (lastSeen.length < numbers.size) lastSeen = new Uint32Array(numbers.size);
  sentences += 1;
  for (const { watched: steps } of latest.known) for (const step of steps) lastSeen[step] = sentences;
  return latest.known;
}

/** Whether any word of the sentence that was looked up last satisfies a watched step. */
export const isSatisfied = (step: number): boolean => lastSeen[step] === sentences;

function lookUp(word: string): KnownWord {
  const known = remembered.get(word);
  if (known) return known;
  const steps = [...(byWord.get(word) ?? []), ...(isNumber(word) ? (byWord.get('#') ?? []) : [])];
  for (let length = SHORTEST_STEM; length <= Math.min(word.length, longestStem); length += 1) {
    steps.push(...(byStem.get(word.slice(0, length)) ?? []));
  }
  const found: KnownWord = {
    steps: new Set(steps),
    watched: [...new Set(steps)].filter((step) => watched.has(step)),
    notes: [],
  };
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  if (word.length <= LONGEST_REMEMBERED) remembered.set(word, found);
  return found;
}

/** What is remembered tells of the steps that there were. */
function forgetWords(): void {
  remembered.clear();
  latest = null;
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
