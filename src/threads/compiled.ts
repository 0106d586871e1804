import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../package-folder.js';

/**
 * A worker's file as `npm run build` made it, e.g. `analysis/report/pdf/worker.js`. Also where ts-jest runs the sources,
 * or one bundle holds all: a thread can load neither.
 */
export const compiled = (file: string): string => join(PACKAGE_FOLDER, 'dist', file);
