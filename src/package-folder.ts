import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package: it holds `package.json`, `assets` and `dist`, wherever in it this code was compiled to. */
export const PACKAGE_FOLDER = above(__dirname);

function above(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : above(dirname(folder));
}
