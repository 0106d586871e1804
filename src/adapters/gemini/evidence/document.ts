import type { Citation } from '../../../analysis/analysis.js';
import { SearchableText, type Span } from './searchable-text.js';

/** A text that the model may cite. */
export interface Document {
  readonly id: string;
  /** How the text is announced to the model; holds nothing that a client wrote. */
  readonly label: string;
  /** What the model reads. */
  readonly shown: string;
  /** The citation of a passage; null where the document does not hold it, or it was withheld. */
  cite(quote: string): Citation | null;
}

interface Original {
  readonly id: string;
  readonly content: string;
  /** Stretches that were not shown; nothing in them can be cited. */
  readonly withheld: readonly Span[];
  /** For a web page. */
  readonly page?: { readonly url: string; readonly title: string };
}

/** Cites passages of a text by their place in it, in the text's own words. */
export function citer({ id, content, withheld, page }: Original): (quote: string) => Citation | null {
  const text = new SearchableText(content);
  return (quote) => {
    const span = text.find(quote);
    if (!span || withheld.some(({ start, end }) => span.start < end && start < span.end)) return null;
    return { source_id: id, quote: content.slice(span.start, span.end), ...span, ...page };
  };
}
