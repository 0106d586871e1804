import SvgToPdf from 'svg-to-pdfkit';
import type { Markup } from '../../markup.js';
import type { Canvas } from '../canvas.js';
import { TEXT_FACES } from '../faces.js';

interface Place {
  readonly x: number;
  readonly y: number;
  /** Points for each unit of the drawing. */
  readonly scale: number;
}

/** Draws the same SVG that the HTML shows. */
export function drawSvg(canvas: Canvas, svg: Markup, { x, y, scale }: Place): void {
  canvas.document.save().translate(x, y).scale(scale);
  SvgToPdf(canvas.document, svg.toString(), 0, 0, {
    assumePt: true,
    fontCallback: (_family, bold) => canvas.font(TEXT_FACES[bold ? 'strong' : 'sans'].file),
  });
  canvas.document.restore();
}
