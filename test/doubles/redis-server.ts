import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { startProcess } from './started-process.js';

/** A Redis of one's own on a free port, empty and without files: Debian's redis-server, listed in .ci/packages.txt. */
export class RedisServer {
  private constructor(
    readonly port: number,
    private readonly stop: () => Promise<void>,
    private readonly folder: string,
  ) {}

  static async start(...options: string[]): Promise<RedisServer> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'consultantos-redis-'));
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...options];
    return new RedisServer(port, await startProcess('redis-server', args, port), folder);
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
