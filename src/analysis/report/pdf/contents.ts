import type { Chapter } from '../document/document.js';
import { breakLines } from './break-lines.js';
import type { Canvas, Element } from './canvas.js';
import { part, type Setting } from './blocks/setting.js';
import { LOOKS, TONES } from './looks.js';
import { kept, type Strip } from './pieces.js';
import { span } from './spans.js';
import { text } from './blocks/text.js';

interface Place {
  readonly page: number;
  readonly x: number;
  readonly y: number;
}

/** Where a chapter begins: the page, counted from 1, and how far down. */
export interface Start {
  readonly chapter: Chapter;
  readonly page: number;
  readonly y: number;
}

interface Entry {
  readonly chapter: Chapter;
  readonly place: Place;
  readonly page: string;
}

const LEADING = 17;

/** The table of contents: its lines take their room when the cover is laid out, and are written once all pages are known. */
export class Contents {
  private readonly places = new Map<string, Place>();
  private element: Element | null = null;

  constructor(
    private readonly chapters: readonly Chapter[],
    private readonly setting: Setting,
  ) {}

  strips(): Strip[] {
    const lines = this.chapters.map(({ id }): Strip => ({
      gap: 0,
      height: LEADING,
      keep: false,
      draw: (canvas, x, y) => void this.places.set(id, { page: canvas.pages - 1, x, y }),
    }));
    const heading = text('Contents', LOOKS.heading, this.setting, { type: 'P', gap: 26 });
    this.element = part(this.setting, 'TOC');
    return [...kept(heading), ...lines];
  }

  write(canvas: Canvas, starts: readonly Start[]): void {
    for (const { chapter, page } of starts) {
      const place = this.places.get(chapter.id);
      if (!place || !this.element) throw new Error(`The contents have no line for "${chapter.id}".`);
      canvas.document.switchToPage(place.page);
      this.entry(canvas, canvas.element(this.element, 'TOCI'), { chapter, place, page: String(page) });
    }
  }

  private entry(canvas: Canvas, element: Element, { chapter, place, page }: Entry): void {
    const { id, title, status } = chapter;
    const { x, y } = place;
    const { width } = this.setting;
    const link = { place: id, says: title };
    const warning = status && status.tone !== 'accent' ? `   ${status.label}` : '';
    const { color } = TONES[status?.tone ?? 'plain'];
    const [line = []] = breakLines(
      [span(title, LOOKS.body, { link }), span(warning, { ...LOOKS.flag, color }, { link })],
      width,
    );
    const [number = []] = breakLines([span(page, LOOKS.bodyMuted, { link })], width);
    const reference = canvas.element(element, 'Reference');
    const end = number.reduce((sum, fragment) => sum + fragment.width, 0);
    const baseline = y + LEADING / 2 + LOOKS.body.size * 0.36;
    canvas.line(line, x, baseline, reference);
    canvas.line(number, x + width - end, baseline, reference);
    const from = Math.max(...line.map((fragment) => fragment.x + fragment.width)) + 6;
    canvas.decorate(() => {
      canvas.document.lineWidth(0.75).dash(0.75, { space: 3 });
      canvas.document
        .moveTo(x + from, baseline)
        .lineTo(x + width - end - 6, baseline)
        .stroke('#9aa5b1')
        .undash();
    });
  }
}
