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

/** Notes as the model reads them; what is addressed to a machine, or too long, is left out. */
export function webDocuments(notes: readonly WebNote[]): Document[] {
  const usable = notes.filter(
    ({ text, title }) =>
      tokenBound(text) <= NOTE_TOKENS && instructionsIn(`${title}\n\n${text}`).length === 0,
  );
  // A colon is in no id that a client can choose.
  return usable.map((note, index) => webDocument(`web:${index + 1}`, note));
}

function webDocument(id: string, { text, url, title }: WebNote): Document {
  const content = cleanText(text);
  return {
    id,
    label: `source id="${id}" type="web"`,
    shown: content,
    cite: citer({ id, content, withheld: [], page: { url, title: cleanText(title) } }),
  };
}
