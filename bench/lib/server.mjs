import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server process on the first core, on a free loopback port; resolves at its first answer. */
export async function startServer(file, env = {}, path = '/engines') {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-bench-'));
  const begun = performance.now();
  const child = spawn('taskset', ['-c', '0', process.execPath, file], {
    env: { PATH: process.env.PATH, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder, ...env },
    // A real file: what the lines cost is part of the measurement.
    stdio: ['ignore', openSync(join(folder, 'out.log'), 'w'), 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(child, `${url}${path}`);
  return {
    url,
    startMs: performance.now() - begun,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1000,
    /** Processor time used so far, in steps of 10 ms (utime and stime of proc_pid_stat(5), at 100 a second). */
    cpuMs: () => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(child, url) {
  for (let tries = 0; tries < 2000; tries += 1) {
    if (child.exitCode !== null)
      throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}.`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return answer.arrayBuffer();
    await sleep(5);
  }
  throw new Error(`${url} never answered.`);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
