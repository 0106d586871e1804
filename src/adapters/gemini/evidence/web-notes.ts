import { instructionsIn } from '../../../analysis/source-text/source-text.js';
import { tokenBound } from '../money/token-bound.js';
import { cleanText } from './clean-text.js';
import { citer, type Document } from './document.js';

/** What a search of the web found, and on which page. */
export interface WebNote {
  readonly text: string;
  readonly url: string;
  readonly title: string;
}

/** A longer note is no note; the bound also lets the calls that read them be priced before. */
export const NOTE_TOKENS = 250;

/** Notes as the model reads them, and what was kept from it. */
export interface WebDocuments {
  readonly documents: readonly Document[];
  readonly warnings: readonly string[];
}

/** What is addressed to a machine, or too long, is left out. */
export function webDocuments(notes: readonly WebNote[]): WebDocuments {
  const short = notes.filter(({ text }) => tokenBound(text) <= NOTE_TOKENS);
  const usable = short.filter(({ text, title }) => instructionsIn(`${title}\n\n${text}`).length === 0);
  return {
    // A colon is in no id that a client can choose.
    documents: usable.map((note, index) => webDocument(`web:${index + 1}`, note)),
    warnings: describeIgnored(short.length - usable.length),
  };
}

/** Never the note itself, nor its page: a report must not carry an instruction on to the next reader. */
const describeIgnored = (count: number): string[] =>
  count === 0 ? [] : [`Web: ${count === 1 ? '1 note' : `${count} notes`} addressed to a machine, not used.`];

function webDocument(id: string, { text, url, title }: WebNote): Document {
  const content = cleanText(text);
  return {
    id,
    label: `source id="${id}" type="web"`,
    shown: content,
    cite: citer({ id, content, withheld: [], page: { url, title: cleanText(title) } }),
  };
}
