import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './load.mjs';

const MEGABYTE = 1024;
const DEADLINE_MS = 15_000;

/** Resident memory of a process in MB. */
const memoryOf = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / MEGABYTE;

/** What a process started with COLLECTING takes for its collection of garbage, at most. */
const COLLECTION_MS = 1000;
/** Its environment. */
export const COLLECTING = {
  NODE_OPTIONS: `--require ${JSON.stringify(new URL('collect-garbage.cjs', import.meta.url).pathname)}`,
};

/** Resident memory in MB without garbage, which V8 leaves where it is for minutes while there is room. */
export async function memoryHeldBy(child) {
  child.kill('SIGUSR2');
  await sleep(COLLECTION_MS);
  return memoryOf(child.pid);
}

/** Open file descriptors of a process: files, sockets, everything. */
export const descriptorsOf = (pid) => readdirSync(`/proc/${pid}/fd`).length;

/** Tell by a label what is open just now: their number changes by nature. */
const OF_THE_MOMENT = /^nodejs_active_/;

/** All series, as they are exposed. */
export async function seriesOf(url, opsToken) {
  const headers = { authorization: `Bearer ${opsToken}` };
  const { body } = await ask(url, { path: '/health/metrics', headers }, DEADLINE_MS, false);
  const lines = body.split('\n').filter((line) => /^\w/.test(line) && !OF_THE_MOMENT.test(line));
  return lines.map((line) => line.slice(0, line.lastIndexOf(' ')));
}

/** MB a minute: the straight line (least squares) through samples of `{ atMs, megabytes }`. */
export function slopeOf(samples) {
  const points = samples.map(({ atMs, megabytes }) => [atMs / 60_000, megabytes]);
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [minute, level] = [mean(0), mean(1)];
  const rise = points.reduce((sum, [x, y]) => sum + (x - minute) * (y - level), 0);
  return rise / points.reduce((sum, [x]) => sum + (x - minute) ** 2, 0);
}
