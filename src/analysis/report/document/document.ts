import type { Axis } from '../charts/radar.js';
import type { Measure } from '../explain.js';
import type { NumberedCitation } from '../number-citations.js';
import type { HypothesisView, Statement } from '../report-view.js';

/** A report as a printed document, before it is HTML or PDF: every word and its order, nothing of its looks. */
export interface ReportDocument {
  readonly title: string;
  /** BCP 47: the language of the statements; labels are English. */
  readonly language: string;
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly cover: Cover;
  readonly chapters: readonly Chapter[];
}

export interface Cover {
  readonly company: string;
  readonly subtitle: string;
  readonly facts: readonly Fact[];
  /** What a reader must know before reading on, e.g. that a part is missing. */
  readonly notices: readonly string[];
  readonly disclaimer: string;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Chapter {
  /** Its anchor. */
  readonly id: string;
  readonly title: string;
  readonly status: Status | null;
  /** Whether it begins on a new page when printed. */
  readonly ownPage: boolean;
  readonly blocks: readonly Block[];
}

export type Tone = 'plain' | 'accent' | 'caution' | 'alarm';

export interface Status {
  readonly label: string;
  readonly tone: Tone;
}

/** A claim in its own place, under its anchor, or in another place that points to it. */
export interface StatementLine extends Statement {
  readonly anchored: boolean;
  /** A word that goes before it, e.g. its priority. */
  readonly label: string | null;
}

/** One part of a framework with what was found for it. */
export interface Field {
  readonly overline: string | null;
  readonly title: string;
  readonly question: string;
  readonly statements: readonly StatementLine[];
}

export interface ScoreRow {
  readonly title: string;
  readonly score: number | null;
  readonly text: string;
}

/** What stands before the items of a list. */
export type ListMarks = 'dashes' | 'numbers' | 'none';

export type Block =
  | { readonly kind: 'text'; readonly look: 'lead' | 'body' | 'note'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'statements'; readonly statements: readonly StatementLine[]; readonly marks: ListMarks }
  | { readonly kind: 'panel'; readonly tone: Tone; readonly title: string; readonly blocks: readonly Block[] }
  | { readonly kind: 'radar'; readonly title: string; readonly axes: readonly Axis[] }
  | { readonly kind: 'scores'; readonly rows: readonly ScoreRow[] }
  | { readonly kind: 'grid'; readonly fields: readonly Field[] }
  | { readonly kind: 'factors'; readonly fields: readonly Field[] }
  | { readonly kind: 'hypotheses'; readonly hypotheses: readonly HypothesisView[] }
  | { readonly kind: 'passages'; readonly passages: readonly NumberedCitation[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'links'; readonly links: readonly Link[] }
  | { readonly kind: 'measures'; readonly measures: readonly Measure[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] };

export interface Link {
  readonly title: string;
  readonly url: string;
}

export type BlockOf<K extends Block['kind']> = Extract<Block, { readonly kind: K }>;
