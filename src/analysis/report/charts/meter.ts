import { type Markup, markup } from '../markup.js';
import { PALETTE } from '../palette.js';

const WIDTH = 240;
const HEIGHT = 8;

/** A share from 0 to 1 as a bar. */
export const meter = (share: number, label: string): Markup =>
  markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${label}: ${Math.round(share * 100)} %"><rect width="${WIDTH}" height="${HEIGHT}" fill="${PALETTE.track}"/><rect width="${Math.round(share * WIDTH)}" height="${HEIGHT}" fill="${PALETTE.accent}"/></svg>`;
