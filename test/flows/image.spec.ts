import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { VARIABLES } from '../../src/config/config.js';
import { freePort } from '../doubles/free-port.js';
import { createTestApp } from '../harness.js';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const compose = readFileSync('compose.yaml', 'utf8');

/** What HEALTHCHECK of the image says of a port. */
const check = (port: number, env: Record<string, string> = {}) =>
  new Promise<{ code: number; says: string }>((resolve) => {
    const environment = { PATH: process.env.PATH, PORT: String(port), ...env };
    execFile(process.execPath, ['docker/healthcheck.mjs'], { env: environment }, (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, says: stdout.trim() }),
    );
  });

describe('The health check of the image', () => {
  it('passes where the service is ready, and says what is wrong where it is not', async () => {
    const service = await createTestApp({ start: false });
    const port = Number(new URL(service.url).port);
    expect(await check(port)).toEqual({ code: 1, says: 'error startup' });
    await service.close();
    const started = await createTestApp();
    expect(await check(Number(new URL(started.url).port))).toEqual({ code: 0, says: 'ok' });
    await started.close();
  });

  it('fails where nobody listens', async () => {
    expect(await check(await freePort())).toEqual({ code: 1, says: 'no answer: ECONNREFUSED' });
  });

  it('fails where nobody answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    expect(await check(port)).toEqual({ code: 1, says: 'no answer: TimeoutError' });
    silent.closeAllConnections();
    silent.close();
  });
});

describe('The image', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const last = stages.at(-1)!;
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) =>
    names!.split(' '),
  );

  it('is made of files that exist and that .dockerignore lets through', () => {
    const allowed = new Set(readFileSync('.dockerignore', 'utf8').split('\n'));
    for (const name of copied) {
      expect(existsSync(name)).toBe(true);
      expect(allowed).toContain(`!${name}`);
    }
  });

  it('keeps the compiled code of its first start, for the user that it runs as', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'consultantos-image-'));
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: cache };
    await promisify(execFile)(process.execPath, ['docker/warm-up.mjs'], { env });
    expect(readdirSync(cache, { recursive: true, withFileTypes: true }).some((each) => each.isFile())).toBe(
      true,
    );
    rmSync(cache, { recursive: true });
    const [, user, group] = /^USER (\d+):(\d+)$/m.exec(last)!;
    expect(last).toContain(`setpriv --reuid=${user} --regid=${group} --clear-groups node docker/warm-up.mjs`);
  }, 30_000);

  it('runs as a number that is not root, without a shell, on production packages alone', () => {
    expect(last).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(last).toMatch(/^CMD \["node", "dist\/bundle\.js"\]$/m);
    expect(last).toMatch(/^HEALTHCHECK .* CMD \["node", "docker\/healthcheck\.mjs"\]$/m);
    expect(last).not.toMatch(/npm (?:ci|install)/);
    expect(dockerfile).toMatch(/^RUN npm ci --omit=dev --omit=optional /m);
  });

  it('and compose.yaml set no variable that the service does not know', () => {
    const ours = compose.slice(compose.indexOf('x-environment'), compose.indexOf('# --- what it needs'));
    const named = [...ours.matchAll(/^ {2,6}([A-Z][A-Z_]+):/gm)].map(([, name]) => name!);
    expect(named).toContain('ROLE');
    const known = new Set([...Object.keys(VARIABLES), 'NODE_COMPILE_CACHE', 'NODE_ENV']);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    const inImage = [...last.matchAll(/^(?:ENV| {3}) ([A-Z_]+)=/gm)].map(([, name]) => name!);
    expect(inImage).toContain('DATA_DIR');
    expect(inImage.filter((name) => !known.has(name))).toEqual([]);
  });
});
