import type { Source } from '../../../analysis/analysis.js';
import { describeIgnored, instructionsIn, type Span } from '../../../analysis/source-text/source-text.js';
import { cleanText } from './clean-text.js';
import { citer, type Document } from './document.js';

/** A client's source as the model reads it, and what was kept from it. */
export interface PostedDocument extends Document {
  readonly warnings: readonly string[];
}

export function postedDocument({ id, title, type, published_at, content }: Source): PostedDocument {
  const withheld = instructionsIn(content);
  const named = instructionsIn(title).length === 0;
  const date = published_at === undefined ? '' : ` published="${published_at}"`;
  return {
    id,
    label: `source id="${id}" type="${type}"${date}`,
    shown: cleanText(`${named ? `Title: ${title}\n\n` : ''}${without(content, withheld)}`),
    cite: citer({ id, content, withheld }),
    warnings: [
      ...(withheld.length > 0
        ? [
            describeIgnored(
              id,
              withheld.map(({ start }) => start),
            ),
          ]
        : []),
      ...(named ? [] : [`The title of source "${id}" is addressed to a machine, not used.`]),
    ],
  };
}

/** A line break stands where something was left out, so that the rest does not run together. */
function without(content: string, spans: readonly Span[]): string {
  const starts = [0, ...spans.map(({ end }) => end)];
  const ends = [...spans.map(({ start }) => start), content.length];
  return starts.map((start, index) => content.slice(start, ends[index])).join('\n');
}
