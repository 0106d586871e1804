import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../app.js';
import { type Environment, parseConfig } from '../config/config.js';
import { StartupGate } from '../health/startup-gate.js';
import type { Answer, Service } from './service.js';

/** Whatever the environment says of a deployment does not hold for a command on somebody's desk. */
const DESK: Environment = {
  ENVIRONMENT: 'development',
  API_KEYS: '',
  API_KEYS_FILE: '',
  RATE_LIMIT_PER_HOUR: '0',
  DATABASE: 'embedded',
  CACHE: 'embedded',
  STORAGE: 'embedded',
  QUEUE: 'embedded',
};

/** The whole service in this process, without any port, on a folder that is gone afterwards. */
export class LocalService implements Service {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly folder: string,
  ) {}

  static async start(environment: Environment): Promise<LocalService> {
    const folder = await mkdtemp(join(tmpdir(), 'consultantos-'));
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const config = parseConfig({ ...environment, ...DESK, DATA_DIR: folder });
    const app = await createApp({ config, destination: nowhere });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    await app.get(StartupGate).run();
    return new LocalService(app, folder);
  }

  async call(method: 'GET' | 'POST', path: string, signal: AbortSignal, body?: unknown): Promise<Answer> {
    const { statusCode, rawPayload } = await this.app.inject({
      method,
      url: path,
      signal,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      }),
    });
    return { status: statusCode, body: rawPayload };
  }

  async close(): Promise<void> {
    await this.app.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
