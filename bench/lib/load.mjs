import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const UNITS = { us: 0.001, ms: 1, s: 1000 };

/** Load by wrk (Debian package `wrk`) from the last core. Answers requests per second and the 99th percentile in ms. */
export async function load(url, { seconds, connections }) {
  const args = ['-c', '1', 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', url];
  const { stdout } = await promisify(execFile)('taskset', args).catch((error) => {
    throw new Error(`wrk could not run; apt-get install wrk. ${error.message}`);
  });
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`Not every answer was good:\n${stdout}`);
  const [, value, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout);
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), p99: Number(value) * UNITS[unit] };
}
