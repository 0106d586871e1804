import { setTimeout as sleep } from 'node:timers/promises';
import { describeWith } from '../needs.js';
import { answersTo, greatest } from './dashboards/answers.ts';
import { eventfulTraffic } from './dashboards/eventful-traffic.ts';
import { readDashboards } from './dashboards/read.ts';
import { rehearse, type Rehearsal } from './drill/rehearsal.ts';

/** So many times shorter are the ranges of the rules, so that burn rates are known within the run. */
const FACTOR = 100;
const RUN_MS = 90_000;
const BETWEEN_LOOKS_MS = 3000;
/** A query by name, and its greatest value; undefined where it answered nothing. */
type Seen = readonly [name: string, value: number | undefined];

describeWith('/usr/bin/prometheus-alertmanager', 'the dashboards on a real Prometheus', () => {
  it(
    'answer every query of every panel, and show what went wrong',
    () =>
      rehearse(FACTOR, async (rehearsal) => {
        const seen = await lookUntilSettled(rehearsal);
        expect(seen.filter((each) => !settled(each))).toEqual([]);
        expect(seen.length).toBeGreaterThan(60);
      }),
    RUN_MS + 60_000,
  );
});

async function lookUntilSettled(rehearsal: Rehearsal): Promise<Seen[]> {
  const from = Math.floor(Date.now() / 1000);
  const until = performance.now() + RUN_MS;
  const stop = eventfulTraffic(rehearsal);
  try {
    for (;;) {
      await sleep(BETWEEN_LOOKS_MS);
      const seen = await look(rehearsal.monitoring.prometheusUrl, from);
      if (seen.every(settled) || performance.now() > until) return seen;
    }
  } finally {
    await stop();
  }
}

/** A 0 could also come of a selector that fits nothing: the traffic gives every query a reason to show more. */
const settled = ([, value]: Seen) => value !== undefined && value > 0;

/** The greatest value of each query since `from`. */
async function look(url: string, from: number): Promise<Seen[]> {
  const to = Math.max(from + 1, Math.floor(Date.now() / 1000));
  const found: Seen[] = [];
  for (const dashboard of readDashboards())
    for (const { panel, targets } of await answersTo(dashboard, url, { from, to }))
      for (const answered of targets)
        found.push([`${dashboard.uid}: ${panel.title}, ${answered.target.refId}`, greatest(answered)]);
  return found;
}
