import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { promtoolTests, type RuleTest } from './rule-tests.ts';
import type { Rules } from './rules-file.ts';

export const PROMTOOL = '/usr/bin/promtool';
const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Rules, and the tests to run on them. */
export interface Trial {
  readonly rules: Rules;
  readonly tests: readonly RuleTest[];
}

/** Runs every trial in one process of promtool; tells for each what failed, or null where all its tests passed. */
export async function tryRules(trials: readonly Trial[]): Promise<(string | null)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-rules-'));
  try {
    const files = trials.map(({ rules, tests }, number) => {
      const rulesFile = join(folder, `rules-${number}.yml`);
      writeFileSync(rulesFile, JSON.stringify(rules));
      return promtoolTests(tests, rules, rulesFile).map((text, part) => {
        const path = join(folder, `tests-${number}-${part}.yml`);
        writeFileSync(path, text);
        return path;
      });
    });
    const verdicts = await verdictsOn(files.flat());
    return files.map((paths) => {
      const faults = paths
        .map((path) => verdicts.get(path) ?? 'promtool said nothing of it')
        .filter((each) => each !== '');
      return faults.length > 0 ? faults.join('\n') : null;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By file: empty where its tests passed. Two at once: a test takes a core. */
async function verdictsOn(files: readonly string[]): Promise<Map<string, string>> {
  const verdicts = new Map<string, string>();
  const queue = files.values();
  const work = async () => {
    for (const file of queue) verdicts.set(file, await verdictOn(file));
  };
  await Promise.all([work(), work()]);
  return verdicts;
}

const verdictOn = (file: string) =>
  run(PROMTOOL, ['test', 'rules', file], { maxBuffer: MAX_OUTPUT_BYTES }).then(
    () => '',
    (error: unknown) => {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return `${stdout}${stderr}`;
    },
  );
