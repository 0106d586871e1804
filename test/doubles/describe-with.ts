import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where CI installs it (.ci/packages.txt), its absence is a failure and no reason to look away. */
const INSTALLED_BY_CI: ReadonlySet<string> = new Set(['redis-server']);

export const isInstalled = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Tests against a program that not every machine has: left out, with the reason, where it is not installed. */
export function describeWith(program: string, name: string, tests: () => void): void {
  const expected = process.env.CI === 'true' && INSTALLED_BY_CI.has(program);
  if (expected || isInstalled(program)) describe(name, tests);
  else describe.skip(`${name} (left out: ${program} is not installed)`, tests);
}
