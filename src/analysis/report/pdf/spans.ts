import type { TextFace } from './faces.js';

export interface Style {
  readonly face: TextFace;
  /** Points. */
  readonly size: number;
  readonly color: string;
}

/** Where a link leads: a named place of the document or a web page. */
export type Link =
  { readonly place: string; readonly says: string } | { readonly url: string; readonly says: string };

/** A stretch of text in one style. */
export interface Span {
  readonly text: string;
  readonly style: Style;
  readonly link?: Link;
  /** Drawn with a line around it. */
  readonly pill?: boolean;
}

/** Characters that say something to a line breaker of HTML but show nothing: a soft hyphen, a byte order mark. */
const SHOWS_NOTHING = /[\u00ad\ufeff]/g;

export const span = (text: string, style: Style, more: Partial<Span> = {}): Span => ({
  text: text.replace(SHOWS_NOTHING, ''),
  style,
  ...more,
});
