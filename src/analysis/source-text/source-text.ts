/** The face of source texts as engines read them: sentences, words, phrases, and what is addressed to a machine. */
export { describeIgnored, instructionsIn, isAddressedToMachine } from './instructions.js';
export { type Match, Phrases, phrases } from './phrases.js';
export { passagesOf, type Sentence, sentenceOf, type Span } from './sentences.js';
export { WordNotes } from './word-notes.js';
export { wordsOf } from './words.js';
