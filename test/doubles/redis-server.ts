import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { type StartedProcess, startProcess } from './started-process.js';

/** A Redis of one's own on a free port, empty and without files: Debian's redis-server, listed in .ci/packages.txt. */
export class RedisServer {
  private server: StartedProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly options: readonly string[],
  ) {}

  static async start(...options: string[]): Promise<RedisServer> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'consultantos-redis-'));
    const server = new RedisServer(port, folder, options);
    await server.begin();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Forgets everything. */
  async empty(): Promise<void> {
    await promisify(execFile)('redis-cli', ['-p', String(this.port), 'FLUSHALL']);
  }

  /** It hangs: connections stay, and nobody answers. */
  pause(): void {
    this.server?.kill('SIGSTOP');
  }

  resume(): void {
    this.server?.kill('SIGCONT');
  }

  /** Ends it as a crash does. */
  async crash(): Promise<void> {
    await this.server?.end();
  }

  /** The next life at the same port; without files of its own it remembers nothing. */
  async begin(): Promise<void> {
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    const args = [...place, '--save', '', ...this.options];
    this.server = await startProcess('redis-server', args, this.port);
  }

  async close(): Promise<void> {
    await this.server?.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
