import type { Canvas } from './canvas.js';
import { PAGE, ROOM } from './looks.js';
import {
  type Column,
  firstGroup,
  fitting,
  fullHeight,
  heightOf,
  isRow,
  type Piece,
  type Row,
  type Strip,
} from './pieces.js';

/** Puts pieces on pages, one below the other. */
export class Pagination {
  private y: number = PAGE.top;

  constructor(private readonly canvas: Canvas) {}

  get atTop(): boolean {
    return this.y === PAGE.top;
  }

  newPage(): void {
    this.canvas.document.addPage();
    this.y = PAGE.top;
  }

  place(pieces: readonly Piece[]): void {
    pieces.forEach((piece, index) => {
      if (!this.atTop && this.y + needed(pieces.slice(index)) > PAGE.bottom) this.newPage();
      if (isRow(piece)) this.placeRow(piece);
      else this.placeStrip(piece);
    });
  }

  private placeStrip(strip: Strip): void {
    if (!this.atTop) this.y += strip.gap;
    strip.draw(this.canvas, PAGE.left, this.y);
    this.y += strip.height;
  }

  private placeRow(row: Row): void {
    if (!this.atTop) this.y += row.gap;
    if (row.header && row.opens) this.placePart(row.header, row.header.columns);
    let left = row.columns;
    for (let continued = false; ; continued = true) {
      // Once is enough for whoever listens: a repeated header is no content.
      if (row.header && this.atTop) this.canvas.decorate(() => this.repeat(row.header));
      left = this.placePart(row, left, continued);
      if (left.every(({ strips }) => strips.length === 0)) return;
      this.newPage();
    }
  }

  /** Places as much of the columns as fits on this page and gives the rest. */
  private placePart(row: Row, columns: readonly Column[], continued = false): Column[] {
    const { top, bottom } = row.padding;
    const room = PAGE.bottom - this.y - top - bottom;
    const names = columns.map((column) => (continued ? namesOf(column) : []));
    const counts = columns.map(({ strips }, index) => fittingBelow(names[index] ?? [], strips, room));
    // What does not even fit on an empty page is drawn all the same.
    if (Math.max(...counts) === 0) counts.fill(1);
    const parts = columns.map(({ x, strips }, index) => ({
      x,
      strips: [...(names[index] ?? []), ...strips.slice(0, counts[index])],
    }));
    const height = Math.max(...parts.map(({ strips }) => heightOf(strips))) + top + bottom;
    row.decorate?.(this.canvas, { y: this.y, height });
    for (const { x, strips } of parts) this.drawColumn(strips, PAGE.left + x, this.y + top);
    this.y += height;
    return columns.map((column, index) => ({ ...column, strips: column.strips.slice(counts[index]) }));
  }

  private repeat(header: Row | undefined): void {
    if (header) this.placePart(header, header.columns);
  }

  private drawColumn(strips: readonly Strip[], x: number, from: number): void {
    let y = from;
    strips.forEach((strip, index) => {
      if (index > 0) y += strip.gap;
      strip.draw(this.canvas, x, y);
      y += strip.height;
    });
  }
}

/** How many strips fit below those that come first. */
const fittingBelow = (names: readonly Strip[], strips: readonly Strip[], room: number): number =>
  Math.max(0, fitting([...names, ...strips], room) - names.length);

/** What is drawn above the rest of a column. */
const namesOf = (column: Column): readonly Strip[] => column.again?.(column.strips.length === 0) ?? [];

/** The height that the first of the pieces needs on one page with what it must stay with, its gap included. */
function needed(pieces: readonly Piece[]): number {
  let height = 0;
  for (const piece of pieces) {
    height += piece.gap;
    if (isRow(piece)) return height + leastHeight(piece);
    height += piece.height;
    if (!piece.keep) break;
  }
  return height;
}

function leastHeight(row: Row): number {
  const { columns, padding, whole, header, opens } = row;
  const least = Math.max(...columns.map(({ strips }) => heightOf(firstGroup(strips))));
  const above = header && opens ? leastHeight(header) : 0;
  const all = fullHeight(row);
  return above + (whole && all < ROOM / 2 ? all : padding.top + padding.bottom + least);
}
