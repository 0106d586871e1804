import type PDFDocument from 'pdfkit';
import type { Fragment, Line } from './break-lines.js';
import { openFont } from './font-shelf.js';
import { PAGE } from './looks.js';
import { showText } from './show-text.js';
import type { Link } from './spans.js';

type Document = InstanceType<typeof PDFDocument>;
export type Element = PDFKit.PDFStructureElement;
type ElementOptions = PDFKit.Mixins.StructureElementOptions;

/** Draws onto the pages, and says of everything drawn what it is: part of the tagged structure, or an artifact. */
export class Canvas {
  readonly root: Element;
  private readonly fonts = new Set<string>();
  private decorating = false;

  constructor(readonly document: Document) {
    this.root = document.struct('Document');
    document.addStructure(this.root);
  }

  /** How many there are so far. */
  get pages(): number {
    return this.document.bufferedPageRange().count;
  }

  /** A new element of the structure, last among its parent's children: children stand in the order of reading. */
  element(parent: Element, type: string, options: ElementOptions = {}): Element {
    const element = this.document.struct(type, options);
    parent.add(element);
    return element;
  }

  /** What is drawn by `work` is no content: rules, backgrounds, running heads. */
  decorate(work: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    const outer = this.decorating;
    if (!outer) this.document.markContent('Artifact', { type });
    this.decorating = true;
    work();
    this.decorating = outer;
    if (!outer) this.document.endMarkedContent();
  }

  /** What is drawn by `work` is the content of an element, e.g. a figure's drawing. */
  content(element: Element, type: string, work: () => void): void {
    if (this.decorating) {
      work();
      return;
    }
    const content = this.document.markStructureContent(type);
    work();
    this.document.endMarkedContent();
    element.add(content);
  }

  /** One line of an element's text, links and all. */
  line(line: Line, x: number, baseline: number, element: Element): void {
    for (const stretch of byLink(line)) {
      const { link } = stretch[0]?.span ?? {};
      if (link && !this.decorating) this.link(stretch, link, x, baseline, element);
      else this.content(element, 'Span', () => stretch.forEach((each) => this.fragment(each, x, baseline)));
    }
    for (const each of line) if (each.span.pill) this.pill(each, x, baseline);
  }

  rectangle(color: string, x: number, y: number, width: number, height: number): void {
    this.decorate(() => void this.document.rect(x, y, width, height).fill(color));
  }

  /** A named place that links lead to. */
  place(name: string, y: number): void {
    this.document.addNamedDestination(name, 'XYZ', null, Math.max(0, y - 6), null);
  }

  /** An entry of the outline. */
  bookmark(title: string, y: number): void {
    this.document.outline.addItem(title, { top: Math.max(0, y - 6), left: PAGE.width, fit: false });
  }

  /** The font's name for pdfkit, known to it from now on. */
  font(file: string): string {
    if (!this.fonts.has(file)) this.document.registerFont(file, openFont(file));
    this.fonts.add(file);
    return file;
  }

  private link(stretch: Line, link: Link, x: number, baseline: number, parent: Element): void {
    const element = this.element(parent, 'Link');
    this.content(element, 'Link', () => stretch.forEach((each) => this.fragment(each, x, baseline)));
    const [first, last] = [stretch[0], stretch.at(-1)];
    if (!first || !last) return;
    const left = x + Math.min(first.x, last.x);
    const width = Math.max(first.x + first.width, last.x + last.width) + x - left;
    const { size } = first.span.style;
    // pdfkit writes a String object as text, and a mere string as a name.
    const options = { structParent: element, Contents: new String(link.says) as string };
    const box = [left, baseline - size, width, size * 1.3] as const;
    if ('place' in link) this.document.goTo(...box, link.place, options);
    else this.document.link(...box, link.url, options);
    // pdfkit notes the page of the annotation when the element ends.
    element.end();
  }

  private fragment(fragment: Fragment, x: number, baseline: number): void {
    const { color, size } = fragment.span.style;
    this.document.font(this.font(fragment.file), size).fillColor(color);
    if (fragment.emboldened) this.document.strokeColor(color);
    showText(this.document, fragment, x + fragment.x, baseline, !this.decorating);
  }

  private pill({ x: offset, width, span }: Fragment, x: number, baseline: number): void {
    const { size, color } = span.style;
    this.decorate(() => {
      this.document
        .lineWidth(0.75)
        .roundedRect(x + offset, baseline - size * 1.05, width, size * 1.5, size * 0.75);
      this.document.stroke(color);
    });
  }
}

/** Neighbours that lead to the same place, together. */
function byLink(line: Line): Fragment[][] {
  const stretches: Fragment[][] = [];
  for (const fragment of line) {
    const last = stretches.at(-1);
    if (last && last[0]?.span.link === fragment.span.link) last.push(fragment);
    else stretches.push([fragment]);
  }
  return stretches;
}
