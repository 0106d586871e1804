import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { FIRESTORE_EMULATOR } from './firestore-emulator.js';

/** Where CI has it, its absence is a failure and no reason to look away. */
const EXPECTED_IN_CI: ReadonlySet<string> = new Set(['redis-server', FIRESTORE_EMULATOR]);

/** @param program a name that is looked for on the PATH, or a path */
export const isInstalled = (program: string): boolean =>
  isAbsolute(program)
    ? existsSync(program)
    : (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Tests against a program that not every machine has: left out, with the reason, where it is not installed. */
export function describeWith(program: string, name: string, tests: () => void): void {
  const expected = process.env.CI === 'true' && EXPECTED_IN_CI.has(program);
  if (expected || isInstalled(program)) describe(name, tests);
  else describe.skip(`${name} (left out: ${program} is not installed)`, tests);
}
