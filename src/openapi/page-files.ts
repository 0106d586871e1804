import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PACKAGE_FOLDER } from '../package-folder.js';

const OURS = join(PACKAGE_FOLDER, 'assets/docs');
const html = 'text/html; charset=utf-8';
const css = 'text/css; charset=utf-8';
const script = 'text/javascript; charset=utf-8';

/** Everything that the page needs, none of it from the network: our own files, and those of Swagger UI. */
const FILES: ReadonlyMap<string, { readonly folder: () => string; readonly mediaType: string }> = new Map([
  ['index.html', { folder: () => OURS, mediaType: html }],
  ['page.css', { folder: () => OURS, mediaType: css }],
  ['page.js', { folder: () => OURS, mediaType: script }],
  ['swagger-ui.css', { folder: swaggerUi, mediaType: css }],
  ['swagger-ui-bundle.js', { folder: swaggerUi, mediaType: script }],
]);

/** Scripts and styles of this origin and no other; Swagger UI draws its icons from `data:` URLs. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A file of the page; null where it has none of this name. */
export async function pageFile(name: string): Promise<{ mediaType: string; content: Buffer } | null> {
  const file = FILES.get(name);
  return file ? { mediaType: file.mediaType, content: await readFile(join(file.folder(), name)) } : null;
}

function swaggerUi(): string {
  return dirname(require.resolve('swagger-ui-dist/package.json'));
}
