import { ADDRESSED, ADDRESSEES, OBJECTS, ORDERS } from './instruction.rules.js';
import { type Match, Phrases, phrases } from './phrases.js';
import { passagesOf, type Span } from './sentences.js';
import { wordsOf } from './words.js';

type Cue = 'addressed' | 'order' | 'object';

const cuesOf = (cue: Cue, text: string) => phrases(text).map((phrase): [string, Cue] => [phrase, cue]);
const CUES = new Phrases<Cue>([
  ...cuesOf('addressed', ADDRESSED),
  ...cuesOf('order', ORDERS),
  ...cuesOf('object', OBJECTS),
]);
const MOST_ADDRESSEES = 4;
const BEFORE_ORDERS = new Set(phrases(ADDRESSEES));

/** Characters that hide a word from whoever reads by words, and not from a model. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Nothing in it can hide. */
const PLAIN = /^[\u0000-\u007f]*$/;

const MOST_OFFSETS = 5;

/** Whether a sentence, as words, is addressed to a machine: it says so, or it orders what only a machine is ordered. */
function isInstruction(words: readonly string[]): boolean {
  const cues = CUES.find(words);
  const orders = ({ value, from }: Match<Cue>) => value === 'order' && opens(words, from);
  return has(cues, 'addressed') || (has(cues, 'object') && cues.some(orders));
}

/** Whether one of several sentences, given as their words, can be. */
function mayInstruct(words: readonly string[]): boolean {
  const cues = CUES.find(words);
  return has(cues, 'addressed') || (has(cues, 'object') && has(cues, 'order'));
}

const has = (cues: readonly Match<Cue>[], cue: Cue) => cues.some(({ value }) => value === cue);

/** Whether nothing but an address stands before the word. */
const opens = (words: readonly string[], at: number) =>
  at <= MOST_ADDRESSEES && words.slice(0, at).every((word) => BEFORE_ORDERS.has(word));

/** As a model reads it: without characters that hide, full-width letters and the like as plain ones. */
const visible = (text: string) => (PLAIN.test(text) ? text : text.replace(INVISIBLE, '').normalize('NFKC'));

/** Whether a stretch of a source is addressed to a machine. */
// Trimmed, it is the sentence that is cited, whose words are asked for next.
export const isAddressedToMachine = (text: string): boolean => isInstruction(wordsOf(visible(text.trim())));

/** Every stretch of a source that is addressed to a machine, wherever it stands: prose, headings, tables, code. */
export function instructionsIn(content: string): Span[] {
  const interests = (block: string) => mayInstruct(wordsOf(visible(block)));
  return passagesOf(content, interests).filter(({ start, end }) =>
    isAddressedToMachine(content.slice(start, end)),
  );
}

/** Never the sentence itself: a report must not carry an instruction on to the next reader. */
export function describeIgnored(id: string, offsets: readonly number[]): string {
  const shown = offsets.slice(0, MOST_OFFSETS).join(', ');
  const more = offsets.length > MOST_OFFSETS ? ' and more' : '';
  const count = offsets.length === 1 ? '1 sentence' : `${offsets.length} sentences`;
  return `Source "${id}": ${count} addressed to a machine, not used (at offset ${shown}${more}).`;
}
