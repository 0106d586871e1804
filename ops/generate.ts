import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { GROUPS } from './prometheus/rules/rules.ts';

/** Writes what is made from the code below ops/. `npm run generate` */
export const RULES_FILE = 'ops/prometheus/consultantos.rules.yml';

const HEAD = '# Made by "npm run generate" from ops/prometheus/rules: change it there.\n';

export const generatedOps = (): Readonly<Record<string, string>> => ({
  [RULES_FILE]: HEAD + stringify({ groups: GROUPS }, { lineWidth: 0 }),
});

export function writeOps(): void {
  for (const [path, text] of Object.entries(generatedOps())) writeFileSync(path, text);
}
