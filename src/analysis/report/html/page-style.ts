import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../../../package-folder.js';

const ASSETS = join(PACKAGE_FOLDER, 'assets/report');

const FONTS = [
  { family: 'Inter', weight: 400, file: 'inter-400.woff2' },
  { family: 'Inter', weight: 600, file: 'inter-600.woff2' },
  { family: 'Source Serif 4', weight: 600, file: 'source-serif-600.woff2' },
];

function fontFace({ family, weight, file }: (typeof FONTS)[number]): string {
  const data = readFileSync(join(ASSETS, 'fonts/web', file)).toString('base64');
  return `@font-face{font-family:"${family}";font-weight:${weight};font-display:swap;src:url(data:font/woff2;base64,${data}) format("woff2")}`;
}

/** The style of every report, fonts included: one text, so that its hash is the only style the page allows. */
export const PAGE_STYLE = [
  ...FONTS.map(fontFace),
  readFileSync(join(ASSETS, 'report.css'), 'utf8').replace(/\/\*.*?\*\//gs, ''),
].join('\n');

const hash = createHash('sha256').update(PAGE_STYLE).digest('base64');

/** Nothing is loaded, run or sent from a report (W3C Content Security Policy Level 3). */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash}'`,
  'font-src data:',
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
