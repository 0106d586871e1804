import type { Canvas } from './canvas.js';

/** What stands on one page or another, never on two: a line of text, a drawing. */
export interface Strip {
  /** Space above it, left out at the top of a page. */
  readonly gap: number;
  readonly height: number;
  /** Whether it stays on the page of what follows. */
  readonly keep: boolean;
  draw(canvas: Canvas, x: number, y: number): void;
}

/** Strips that stand side by side, such as the cells of a table; a row may go on over pages. */
export interface Row {
  readonly gap: number;
  readonly columns: readonly Column[];
  /** Space between the row's edge and its strips. */
  readonly padding: { readonly top: number; readonly bottom: number };
  /** Whether it is moved to the next page rather than broken, if it fits there. */
  readonly whole: boolean;
  /** Drawn above the row where it opens its table, and again on every page that the table goes on to. */
  readonly header?: Row;
  readonly opens?: boolean;
  /** Draws what is behind and around the strips of one page. */
  decorate?(canvas: Canvas, box: Box): void;
}

export interface Column {
  /** From the left edge of the text, points. */
  readonly x: number;
  readonly strips: readonly Strip[];
  /** Drawn first, as no content, where the row goes on over a page: the name of what goes on. `done`: nothing is left. */
  again?(done: boolean): readonly Strip[];
}

export interface Box {
  readonly y: number;
  readonly height: number;
}

export type Piece = Strip | Row;

export const isRow = (piece: Piece): piece is Row => 'columns' in piece;

/** The height of strips one below the other, the first without its gap. */
export const heightOf = (strips: readonly Strip[]): number =>
  strips.reduce((sum, { gap, height }, index) => sum + height + (index === 0 ? 0 : gap), 0);

/** The height of a piece that is not broken, without its gap and a table's header. */
export const fullHeight = (piece: Piece): number =>
  isRow(piece)
    ? piece.padding.top +
      piece.padding.bottom +
      Math.max(...piece.columns.map(({ strips }) => heightOf(strips)))
    : piece.height;

/** How many strips fit into a height, so that none is parted from what it must stay with. */
export function fitting(strips: readonly Strip[], room: number): number {
  let used = 0;
  let fits = 0;
  for (const [index, { gap, height, keep }] of strips.entries()) {
    used += height + (index === 0 ? 0 : gap);
    if (used > room + 0.01) break;
    if (!keep || index === strips.length - 1) fits = index + 1;
  }
  return fits;
}

/** The strips that must stand on one page with the first. */
export function firstGroup(strips: readonly Strip[]): readonly Strip[] {
  const end = strips.findIndex(({ keep }) => !keep);
  return end === -1 ? strips : strips.slice(0, end + 1);
}

/** More space above the first of some pieces. */
export const spaced = <P extends Piece>(gap: number, pieces: readonly P[]): P[] =>
  pieces.map((piece, index) => (index === 0 ? { ...piece, gap } : piece));

/** Keeps all of the strips with what follows them. */
export const kept = (strips: readonly Strip[]): Strip[] => strips.map((strip) => ({ ...strip, keep: true }));
