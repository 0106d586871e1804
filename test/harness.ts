import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../src/app.js';
import { type Environment, parseConfig } from '../src/config/config.js';
import { StartupGate } from '../src/health/startup-gate.js';

export type LogLine = Record<string, unknown> & { event: string };

/** Takes log lines as they are written, and lets a test wait for one. */
export class LogCatcher extends Writable {
  readonly lines: LogLine[] = [];
  text = '';
  private readonly waiting = new Set<() => void>();

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    for (const line of chunk.toString().split('\n')) {
      if (line !== '') this.lines.push(JSON.parse(line) as LogLine);
    }
    for (const wake of this.waiting) wake();
    done();
  }

  /** Every line so far with this event. */
  of(event: string): LogLine[] {
    return this.lines.filter((line) => line.event === event);
  }

  /** Resolves with the matching lines once there are `count`; the test's own time limit ends the wait. */
  async until(
    event: string,
    count = 1,
    matches: (line: LogLine) => boolean = () => true,
  ): Promise<LogLine[]> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.of(event).filter(matches);
        if (found.length < count) return;
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }
}

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
    ...env,
  });
  const app = await createApp({ config, destination: logs, imports });
  await app.listen(config.PORT, config.HOST);
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
      await app.close();
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
