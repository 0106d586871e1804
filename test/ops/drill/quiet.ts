import { setTimeout as sleep } from 'node:timers/promises';
import { rehearse } from './rehearsal.ts';
import { ordinaryTraffic } from './traffic.ts';

const PHASE_MS = 12_000;

/** Nothing is wrong: traffic comes and goes, counters begin anew, instances are replaced one by one. Tells what fired all the same. */
export const quietDrill = (factor: number, say: (line: string) => void): Promise<string[]> =>
  rehearse(factor, async ({ main, spare, receivers, monitoring }) => {
    say('no traffic at all');
    await sleep(PHASE_MS);
    say('ordinary traffic');
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
      await sleep(PHASE_MS / 2);
      rest();
    }
    say('no traffic again');
    await sleep(PHASE_MS);
    const arrived = receivers.arrivals.map(({ labels }) => labels.alertname ?? '');
    const fired = await everFired(monitoring.prometheusUrl);
    const heard = arrived.includes('Watchdog') ? [] : ['the Watchdog was not heard of'];
    const loud = new Set([...arrived, ...fired].filter((name) => name !== 'Watchdog'));
    return [...heard, ...[...loud].map((name) => `${name} fired`), ...receivers.faults];
  });

/** The alerts that Prometheus itself saw firing at any time, heard of or not. */
async function everFired(url: string): Promise<string[]> {
  const query = 'max by (alertname) (max_over_time(ALERTS{alertstate="firing"}[1h]))';
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await answer.json()) as { data: { result: { metric: { alertname: string } }[] } };
  return data.result.map(({ metric }) => metric.alertname);
}
