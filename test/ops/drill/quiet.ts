import { setTimeout as sleep } from 'node:timers/promises';
import { readRules } from '../rules/rules-file.ts';
import type { Instance } from './instance.ts';
import { only, type Patience, patiences, unproven } from './quiet-time.ts';
import { rehearse, type Rehearsal } from './rehearsal.ts';
import { scaledRules } from './scaled-rules.ts';
import { analysis, ordinaryTraffic } from './traffic.ts';

const PHASE_MS = 12_000;
/** Four phases; restarts come on top. */
export const QUIET_SECONDS = (4 * PHASE_MS) / 1000;
/**
 * Rules that are too patient for the first factor, at which an instance may restart within ServiceDown's minute, are watched
 * by Prometheuses of their own: quarters of an hour, and days.
 */
export const HURRIES = [60, 8000] as const;

export interface Quiet {
  readonly patience: readonly Patience[];
  readonly seconds: number;
  readonly faults: readonly string[];
}

/** Nothing is wrong: traffic comes and goes, counters begin anew, instances are replaced one by one. Tells what fired all the same. */
export const quietDrill = (factor: number, say: (line: string) => void): Promise<Quiet> =>
  rehearse(factor, async (rehearsal) => {
    const { receivers } = rehearsal;
    const patience = patiences(readRules(), [factor, ...HURRIES], QUIET_SECONDS);
    const watches = [rehearsal.monitoring, ...(await hurried(rehearsal, patience))];
    const begun = performance.now();
    await goThrough(rehearsal, say);
    const seconds = (performance.now() - begun) / 1000;
    const arrived = receivers.arrivals.map(({ labels }) => labels.alertname ?? '');
    const fired = await Promise.all(watches.map(({ prometheusUrl }) => everFired(prometheusUrl)));
    const heard = arrived.includes('Watchdog') ? [] : ['the Watchdog was not heard of'];
    const loud = new Set([...arrived, ...fired.flat()].filter((name) => name !== 'Watchdog'));
    const faults = [...heard, ...[...loud].map((name) => `${name} fired`), ...receivers.faults];
    return { patience, seconds, faults: [...faults, ...unproven(patience, factor, seconds)] };
  });

const hurried = ({ watchBy }: Rehearsal, patience: readonly Patience[]) =>
  Promise.all(
    HURRIES.map((factor) => {
      const names = patience.filter((each) => each.factor === factor).map(({ rule }) => rule);
      return watchBy(`hurried-${factor}`, only(scaledRules(readRules(), factor), new Set(names)));
    }),
  );

/** Its cache has what users ask for all day. A first analysis that takes a second is no minute without hits. */
const warm = (instance: Instance) => instance.status('/analyze', analysis('extractive', 'Usual'));

async function goThrough({ main, spare }: Rehearsal, say: (line: string) => void): Promise<void> {
  say('no traffic at all');
  await sleep(PHASE_MS);
  say('ordinary traffic');
  await Promise.all([main, spare].map(warm));
  const stop = ordinaryTraffic([main, spare]);
  await sleep(PHASE_MS);
  stop();
  say('a rolling restart under traffic: every counter begins anew');
  for (const [instance, other] of [
    [main, spare],
    [spare, main],
  ] as const) {
    const rest = ordinaryTraffic([other]);
    await instance.stop();
    await instance.start();
    await warm(instance);
    await sleep(PHASE_MS / 2);
    rest();
  }
  say('no traffic again');
  await sleep(PHASE_MS);
}

/** The alerts that Prometheus itself saw firing at any time, heard of or not. */
async function everFired(url: string): Promise<string[]> {
  const query = 'max by (alertname) (max_over_time(ALERTS{alertstate="firing"}[1h]))';
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await answer.json()) as { data: { result: { metric: { alertname: string } }[] } };
  return data.result.map(({ metric }) => metric.alertname);
}
