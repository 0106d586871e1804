/** While the image is built: starts the service once and stops it in order. Fails where it does not start. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TIMEOUT_MS = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'warm-up-'));
const { PATH, NODE_COMPILE_CACHE } = process.env;
const env = { PATH, NODE_COMPILE_CACHE, ENVIRONMENT: 'test', HOST: '127.0.0.1', PORT: '0', DATA_DIR: folder };
const service = spawn(process.execPath, ['dist/bundle.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
const limit = setTimeout(() => service.kill('SIGKILL'), TIMEOUT_MS);
let started = false;
service.stdout.on('data', (lines) => {
  if (started || !lines.includes('"startup_completed"')) return;
  started = true;
  service.kill('SIGTERM');
});
service.once('exit', (code) => {
  clearTimeout(limit);
  rmSync(folder, { recursive: true, force: true });
  console.log(started && code === 0 ? 'The service starts and stops.' : `The service ended with ${code}.`);
  process.exitCode = started && code === 0 ? 0 : 1;
});
