import { spawnSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from './kinds.ts';

/** Where `npm ci --prefix ops/tools` puts Helm. */
export const HELM = 'ops/tools/bin/helm';
const CHART = 'helm';

/** Values as one would write them into a file, merged over those of a committed file. */
export interface Values {
  readonly file?: string;
  readonly values?: object;
}

function helm(command: readonly string[], { file, values }: Values) {
  const files = [...(file === undefined ? [] : ['-f', file]), '-f', '-'];
  const { status, stdout, stderr, error } = spawnSync(HELM, [...command, CHART, ...files], {
    input: JSON.stringify(values ?? {}),
    encoding: 'utf8',
    // Nothing of the machine's own Helm, and no network.
    env: { HOME: '/nonexistent', PATH: '' },
  });
  if (error) throw error;
  return { ok: status === 0, stdout, stderr };
}

/** What `helm lint --strict` says of these values; empty where all is well. */
export function lint(values: Values): string {
  const { ok, stdout } = helm(['lint', '--strict'], values);
  return ok ? '' : stdout;
}

/** Everything that these values install as a release. @throws Error with Helm's words where it refuses */
export function render(values: Values, release = 'test'): KubernetesObject[] {
  const { ok, stdout, stderr } = helm(['template', release, '--namespace', 'consulting'], values);
  if (!ok) throw new Error(stderr);
  return parseAllDocuments(stdout).flatMap((document) => {
    const object = document.toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });
}

/** Why Helm refuses these values. @throws Error where it does not */
export function refusal(values: Values): string {
  const { ok, stderr } = helm(['template', 'test'], values);
  if (ok) throw new Error('Helm takes these values.');
  return stderr;
}

/** The faults that ops/tools/check-objects.mjs finds. */
export function modelFaults(objects: readonly object[]): string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['ops/tools/check-objects.mjs'], {
    input: JSON.stringify(objects),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}
