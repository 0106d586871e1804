import { existsSync } from 'node:fs';

/**
 * `describe` for tests that need a program of the machine. Where it is missing they fail in CI and are skipped
 * elsewhere, with the reason in their name.
 */
export function describeWith(program: string, name: string, tests: () => void): void {
  if (existsSync(program) || process.env.CI === 'true') describe(name, tests);
  else describe.skip(`${name} (skipped: ${program} is not installed)`, tests);
}
