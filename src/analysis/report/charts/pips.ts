import { type Markup, markup } from '../markup.js';
import { PALETTE } from '../palette.js';

const SIZE = 9;
const STEP = 13;

/** A score from 1 to 5 as filled squares of five. */
export function pips(score: number): Markup {
  const squares = [1, 2, 3, 4, 5].map(
    (place) =>
      markup`<rect x="${(place - 1) * STEP + 0.5}" y="0.5" width="${SIZE}" height="${SIZE}" fill="${place <= score ? PALETTE.accent : '#ffffff'}" stroke="${PALETTE.accent}" stroke-width="1"/>`,
  );
  const width = 4 * STEP + SIZE + 1;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${SIZE + 1}" width="${width}" height="${SIZE + 1}" role="img" aria-label="${score} of 5">${squares}</svg>`;
}
