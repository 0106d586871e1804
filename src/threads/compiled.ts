import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * A compiled worker file beside its caller. Where ts-jest runs the sources from src/, the thread still runs what
 * `npm run build` made: a thread cannot load TypeScript whose imports end in `.js`.
 */
export function compiled(folder: string, file: string): string {
  const beside = join(folder, file);
  return existsSync(beside) ? beside : beside.replace(/^(.*)[\\/]src[\\/]/, `$1${sep}dist${sep}`);
}
