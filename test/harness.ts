import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../src/app.js';
import { type Environment, parseConfig } from '../src/config/config.js';
import { StartupGate } from '../src/health/startup-gate.js';
import { LogCatcher } from './log-catcher.js';

export { LogCatcher, type LogLine } from './log-catcher.js';

export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly logs: LogCatcher;
  readonly dataDir: string;
  /** fetch() of a path of this application. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** POST of a JSON body. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  scrape(): Promise<string>;
  close(): Promise<void>;
}

export interface TestOptions {
  readonly env?: Environment;
  readonly imports?: ModuleMetadata['imports'];
  /** False leaves the startup tasks to the test. */
  readonly start?: boolean;
}

/** The whole service on a free loopback port, with its own data folder and its log in reach. */
export async function createTestApp({
  env = {},
  imports = [],
  start = true,
}: TestOptions = {}): Promise<TestApp> {
  const logs = new LogCatcher();
  const dataDir = mkdtempSync(join(tmpdir(), 'consultantos-test-'));
  const config = parseConfig({
    ENVIRONMENT: 'test',
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    // The tests' own work holds up the loop that they share with the service.
    MAX_EVENT_LOOP_DELAY_MS: '0',
    ...env,
  });
  const app = await createApp({ config, destination: logs, imports });
  await app.listen(config.PORT, config.HOST).catch(async (error: unknown) => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  if (start) await app.get(StartupGate).run();
  const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
  const url = `http://127.0.0.1:${port}`;
  const get = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init);
  return {
    app,
    url,
    logs,
    dataDir,
    get,
    post: (path, body, headers = {}) =>
      get(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    scrape: async () => (await get('/health/metrics')).text(),
    close: async () => {
      // fetch() holds connections on which it never asked for anything, and opens more of them.
      const sweep = setInterval(() => app.getHttpServer().closeAllConnections(), 20);
      await app.close();
      clearInterval(sweep);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The value of one series of an exposition; undefined where it does not exist. `series` is name{labels} as printed. */
export function sample(exposition: string, series: string): number | undefined {
  const line = exposition.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** The number of series of an exposition, process and Node defaults left out. */
export function seriesOf(exposition: string): string[] {
  return exposition
    .split('\n')
    .filter((line) => line.startsWith('consultantos_'))
    .map((line) => line.slice(0, line.lastIndexOf(' ')));
}
