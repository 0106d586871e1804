import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from './instance.ts';
import { readRules, type Rules } from '../rules/rules-file.ts';
import { type Monitoring, startAlertmanager, startPrometheus } from './monitoring.ts';
import { Receivers } from './receivers.ts';
import { scaledRules } from './scaled-rules.ts';
import { Upstream } from './upstream.ts';

/** So that the heap can be filled without filling the machine's memory. */
const HEAP_MB = 512;

/** Two instances, what they call, what watches them and who is told. */
export interface Rehearsal {
  readonly folder: string;
  readonly main: Instance;
  readonly spare: Instance;
  readonly upstream: Upstream;
  readonly receivers: Receivers;
  readonly monitoring: Monitoring;
  /** Another Prometheus on the same instances, which tells the same Alertmanager, by other rules. @param name of its folder */
  readonly watchBy: (name: string, rules: Rules) => Promise<Monitoring>;
}

/** Runs `work` on a fresh set of everything, and ends all of it. @param factor so many times faster than in real life */
export async function rehearse<T>(factor: number, work: (rehearsal: Rehearsal) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-drill-'));
  const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const keep = <E>(thing: E, end: (thing: E) => unknown): E => {
    ends.push(() => end(thing));
    return thing;
  };
  try {
    const receivers = keep(await new Receivers().start(), (each) => each.close());
    const upstream = keep(await Upstream.start(), (each) => each.close());
    const env = {
      ...upstream.env,
      ANALYSIS_ENGINE: 'extractive',
      GEMINI_MAX_CONCURRENCY: '64',
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MB} --max-semi-space-size=2`,
    };
    const instance = async (name: string) =>
      keep(await Instance.start({ ...env, DATA_DIR: join(folder, name) }), (each) => each.stop('SIGKILL'));
    const [main, spare] = [await instance('main'), await instance('spare')];
    const targets = [main.target, spare.target];
    const { address } = keep(await startAlertmanager(folder, receivers), (each) => each.end());
    const watchBy = async (name: string, rules: Rules) =>
      keep(await startPrometheus(join(folder, name), { rules, targets, alertmanager: address }), (each) =>
        each.stop(),
      );
    const monitoring = await watchBy('monitoring', scaledRules(readRules(), factor));
    return await work({ folder, main, spare, upstream, receivers, monitoring, watchBy });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
