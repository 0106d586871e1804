declare module 'linebreak' {
  /** Line breaking opportunities of a text (Unicode Annex 14). */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { readonly position: number; readonly required: boolean } | null;
  }
}

/** What pdfkit 0.20 can do and its types do not say. */
declare namespace PDFKit {
  namespace Mixins {
    interface StructureElementOptions {
      bbox?: [number, number, number, number];
      scope?: 'Row' | 'Column';
    }
    interface PDFFont {
      registerFont(name: string, font: import('fontkit').Font): this;
    }
  }
  interface PDFOutline {
    addItem(title: string, options: { top: number; left: number; fit: boolean }): PDFOutline;
  }
  interface PDFStructureElement {
    add(child: unknown): this;
  }
  /** The font chosen last. show-text.ts alone uses it, and the page's fonts. */
  interface EmbeddedFont {
    readonly id: string;
    ref(): object;
    encode(text: string, features?: string[]): [codes: string[], positions: GlyphPosition[]];
  }
  interface GlyphPosition {
    xAdvance: number;
    xOffset: number;
    yOffset: number;
    advanceWidth: number;
  }
  interface PDFDocument {
    readonly _font: EmbeddedFont;
  }
}
