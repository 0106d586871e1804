import { readdirSync, readFileSync } from 'node:fs';
import { ask } from './load.mjs';

const MEGABYTE = 1024;
const DEADLINE_MS = 15_000;

/** Resident memory of a process in MB. */
export const memoryOf = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / MEGABYTE;

/** Open file descriptors of a process: files, sockets, everything. */
export const descriptorsOf = (pid) => readdirSync(`/proc/${pid}/fd`).length;

/** The service's own series, as they are exposed. */
export async function seriesOf(url, opsToken) {
  const headers = { authorization: `Bearer ${opsToken}` };
  const { body } = await ask(url, { path: '/health/metrics', headers }, DEADLINE_MS, false);
  const lines = body.split('\n').filter((line) => line.startsWith('consultantos_'));
  return lines.map((line) => line.slice(0, line.lastIndexOf(' ')));
}

/** MB a minute: the straight line (least squares) through the lowest sample of each quarter of a minute, between which garbage comes and goes. */
export function slopeOf(samples) {
  const lowest = new Map();
  for (const { atMs, megabytes } of samples) {
    const quarter = Math.floor(atMs / 15_000);
    lowest.set(quarter, Math.min(megabytes, lowest.get(quarter) ?? Infinity));
  }
  const points = [...lowest].map(([quarter, megabytes]) => [quarter / 4, megabytes]);
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [minute, level] = [mean(0), mean(1)];
  const rise = points.reduce((sum, [x, y]) => sum + (x - minute) * (y - level), 0);
  return rise / points.reduce((sum, [x]) => sum + (x - minute) ** 2, 0);
}
