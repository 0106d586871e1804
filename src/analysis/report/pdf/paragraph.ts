import { breakLines } from './break-lines.js';
import type { Canvas, Element } from './canvas.js';
import type { TextLook } from './looks.js';
import type { Strip } from './pieces.js';
import { type Span, span } from './spans.js';

export interface ParagraphOptions {
  readonly element: Element;
  readonly width: number;
  /** Its leading counts; its style only where the text is a plain string. */
  readonly look: TextLook;
  /** Space above. */
  readonly gap?: number;
  /** From the left, points. */
  readonly indent?: number;
  /** Whether it stays with what follows. */
  readonly keep?: boolean;
  /** The named place that links to it lead to. */
  readonly place?: string;
  /** Drawn beside the first line, and further decoration beside every line. */
  readonly marker?: Marker;
  readonly beside?: (canvas: Canvas, x: number, y: number, height: number) => void;
}

/** What stands in the margin of a paragraph's first line, e.g. a list's number. */
export interface Marker {
  readonly text: string;
  readonly look: TextLook;
  readonly element: Element;
}

/** A paragraph as strips, one for each line; no line stands alone on a page, neither its first nor its last. */
export function paragraph(text: string | readonly Span[], options: ParagraphOptions): Strip[] {
  const { width, look, indent = 0, gap = 0, keep = false } = options;
  const spans = typeof text === 'string' ? [span(text, look)] : text;
  const lines = breakLines(spans, width - indent);
  return lines.map((line, index) => ({
    gap: index === 0 ? gap : 0,
    height: look.leading,
    keep: index === lines.length - 1 ? keep : index === 0 || index === lines.length - 2,
    draw: (canvas, x, y) => {
      if (index === 0) begin(canvas, options, x, y);
      options.beside?.(canvas, x, y, look.leading);
      canvas.line(line, x + indent, baselineOf(look, y), options.element);
    },
  }));
}

function begin(canvas: Canvas, { place, marker, look }: ParagraphOptions, x: number, y: number): void {
  if (place !== undefined) canvas.place(place, y);
  if (!marker) return;
  const [line = []] = breakLines([span(marker.text, marker.look)], Infinity);
  canvas.line(line, x, baselineOf(look, y), marker.element);
}

/** Letters stand in the middle of their line: half of an x-height and a bit below it. */
const baselineOf = ({ leading, size }: TextLook, y: number) => y + leading / 2 + size * 0.36;
