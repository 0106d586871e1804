import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const UNITS = { us: 0.001, ms: 1, s: 1000 };

/**
 * Load by wrk (Debian package `wrk`) from the last core, each connection with one request in flight; `script` is a file
 * in Lua that says what is sent. Answers how many requests, how many a second, and the median and 99th percentile in ms.
 */
export async function load(url, { seconds, connections, script }) {
  const told = script === undefined ? [] : ['-s', script];
  const args = ['-c', '1', 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...told, url];
  const { stdout } = await promisify(execFile)('taskset', args).catch((error) => {
    throw new Error(`wrk could not run; apt-get install wrk. ${error.message}`);
  });
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`Not every answer was good:\n${stdout}`);
  const percentile = (percent) => {
    const [, value, unit] = new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(stdout);
    return Number(value) * UNITS[unit];
  };
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]);
  const requests = Number(/(\d+) requests in/.exec(stdout)[1]);
  return { requests, rate, p50: percentile(50), p99: percentile(99) };
}
