import { randomBytes } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { AnalysisRequest, Citation, Source } from '../../../analysis/analysis.js';
import { instructionsIn } from '../../../analysis/source-text/source-text.js';
import { cleanText } from './clean-text.js';
import type { Document } from './document.js';
import { type PostedDocument, postedDocument } from './posted-sources.js';
import { webDocuments, type WebNote } from './web-notes.js';

/** Everything that the model may rest a statement on, fenced in so that it cannot pass for instructions. */
export class Evidence {
  private constructor(
    /** Begins every line that is ours; new for each run, so that nobody can have written it into a source. */
    readonly marker: string,
    private readonly subject: string,
    private readonly documents: readonly Document[],
    readonly warnings: readonly string[],
  ) {}

  /** What an analysis is about; there are no documents yet. */
  static about({ company, industry }: AnalysisRequest): Evidence {
    const trusted = industry === undefined || instructionsIn(industry).length === 0;
    return new Evidence(
      `=====${randomBytes(12).toString('hex')}`,
      `Company: ${company}${industry !== undefined && trusted ? `\nIndustry: ${cleanText(industry)}` : ''}`,
      [],
      trusted ? [] : ['The industry is addressed to a machine, not used.'],
    );
  }

  /** With what the client posted. */
  async reading(sources: readonly Source[]): Promise<Evidence> {
    const posted: PostedDocument[] = [];
    for (const source of sources) {
      posted.push(postedDocument(source));
      // Reading 200,000 characters takes some milliseconds: others get their turn in between, and before it is all sent.
      await breathe();
    }
    const documents = [...this.documents, ...posted];
    const warnings = [...posted.flatMap((each) => each.warnings), ...this.warnings];
    return new Evidence(this.marker, this.subject, documents, warnings);
  }

  with(notes: readonly WebNote[]): Evidence {
    const { documents, warnings } = webDocuments(notes);
    return new Evidence(
      this.marker,
      this.subject,
      [...this.documents, ...documents],
      [...this.warnings, ...warnings],
    );
  }

  /** The passage of a document; null where it is not there. */
  cite(sourceId: string, quote: string): Citation | null {
    return this.documents.find(({ id }) => id === sourceId)?.cite(quote) ?? null;
  }

  /** What the analysis is about, fenced in. */
  get subjectOnly(): string {
    return this.fence([['subject', this.subject]]);
  }

  /** What the analysis is about, and one text of ours that came from data, fenced in. */
  fenced(label: string, text: string): string {
    return this.fence([
      ['subject', this.subject],
      [label, text],
    ]);
  }

  /** The subject and every document, fenced in. */
  get text(): string {
    return this.fence([
      ['subject', this.subject],
      ...this.documents.map(({ label, shown }) => [label, shown] as const),
    ]);
  }

  private fence(parts: readonly (readonly [label: string, text: string])[]): string {
    const fenced = parts.map(([label, text]) => `${this.marker} ${label}\n${text}`);
    return `${fenced.join('\n')}\n${this.marker} end of the data`;
  }
}
