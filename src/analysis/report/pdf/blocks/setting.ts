import type { Canvas, Element } from '../canvas.js';

/** Where blocks are laid out. */
export interface Setting {
  readonly canvas: Canvas;
  /** The element of the structure that they become part of. */
  readonly parent: Element;
  readonly width: number;
  /** BCP 47 of the statements, where it is not the document's own. */
  readonly language: string | null;
}

export const inside = (setting: Setting, parent: Element, width = setting.width): Setting => ({
  ...setting,
  parent,
  width,
});

/** A new element among those of the setting. */
export const part = ({ canvas, parent }: Setting, type: string, options = {}): Element =>
  canvas.element(parent, type, options);
