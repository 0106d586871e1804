import { Phrases } from './phrases.js';
import { passagesOf, type Span } from './sentences.js';
import { wordsOf } from './words.js';

/** Sentences that talk to a machine instead of about a company. */
const INSTRUCTIONS = new Phrases<true>(
  [
    'ignore .. previous',
    'ignore .. above',
    'ignore .. prior',
    'ignore all',
    'ignore any .. instructions',
    'disregard .. instructions',
    'disregard .. previous',
    'disregard .. above',
    'forget .. instructions',
    'forget .. previous',
    'override .. instructions',
    'system prompt',
    'you are now',
    'you are an ai',
    'you are a language',
    'as an ai',
    'act as .. analyst',
    'act as if',
    'pretend .. you',
    'respond only',
    'reply only',
    'respond with',
    'do not mention',
    'do not reveal',
    'score .. 5 out',
    'rate .. us .. 5',
    'rate .. 5',
    'score .. 5',
    'assign .. score',
    'give .. score',
    'give .. rating',
    'give us .. top',
    'set .. confidence',
    'output only',
    'print .. prompt',
    'reveal .. prompt',
    'new instructions',
    'the assistant must',
    'assistant should',
    'ai model .. must',
    'language model .. must',
    'language models .. must',
    'language models should',
    'dear ai',
    'note to .. ai',
    'note to .. model',
    'instruction~ to .. model',
    'instruction~ to .. assistant',
    'must classify',
    'classify this',
    'classify .. as .. strength',
    'mark .. as .. strength',
    'always report',
    'omit .. weaknesses',
    'do not list',
    'treat .. as .. strength',
    'list no weaknesses',
    'summari~ .. as positive',
  ].map((phrase) => [phrase, true] as const),
);

/** Characters that hide a word from whoever reads by words, and not from a model. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const MOST_OFFSETS = 5;

/** Whether a sentence, as words, is addressed to a machine. */
export const isInstruction = (words: readonly string[]): boolean => INSTRUCTIONS.find(words).length > 0;

/** Every stretch of a source that is addressed to a machine, wherever it stands: prose, headings, tables, code. */
export function instructionsIn(content: string): Span[] {
  const instructs = (text: string) => isInstruction(wordsOf(text.replace(INVISIBLE, '')));
  return passagesOf(content, instructs).filter(({ start, end }) => instructs(content.slice(start, end)));
}

/** Never the sentence itself: a report must not carry an instruction on to the next reader. */
export function describeIgnored(id: string, offsets: readonly number[]): string {
  const shown = offsets.slice(0, MOST_OFFSETS).join(', ');
  const more = offsets.length > MOST_OFFSETS ? ' and more' : '';
  const count = offsets.length === 1 ? '1 sentence' : `${offsets.length} sentences`;
  return `Source "${id}": ${count} addressed to a machine, not used (at offset ${shown}${more}).`;
}
