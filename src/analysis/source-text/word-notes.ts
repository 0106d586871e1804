import { lookUpAll, numberOfNotes } from './steps.js';

/** What somebody finds out about single words: once for each, since a text says the same words again and again. */
export class WordNotes<Note> {
  private readonly number = numberOfNotes();

  /** @param noteOf is pure */
  constructor(private readonly noteOf: (word: string) => Note) {}

  /** The notes on the words of a sentence, in their order. */
  of(words: readonly string[]): Note[] {
    return lookUpAll(words).map(
      ({ notes }, at) => (notes[this.number] ??= this.noteOf(words[at] ?? '')) as Note,
    );
  }
}
