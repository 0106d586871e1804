import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { LogCatcher, type LogLine } from './log-catcher.js';

export const MAIN = join(__dirname, '../dist/main.js');
/** What `npm start` runs. */
export const BUNDLE = join(__dirname, '../dist/bundle.js');

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Circumstances {
  /** The working folder; that of the tests where absent. */
  readonly cwd?: string;
  /** Leaves its standard output unread, and to the test. */
  readonly raw?: boolean;
}

/** The service as operators run it: a process of its own, with its environment, its output and its end. */
export class ServiceProcess {
  private static readonly running = new Set<ServiceProcess>();
  readonly logs = new LogCatcher();
  stderr = '';
  /** Its end, and that of its output. */
  readonly exited: Promise<Exit>;
  /** Its end alone, where nobody reads its output. */
  readonly processEnded: Promise<unknown>;
  private readonly child: ChildProcess;

  /**
   * @param env the whole environment but PATH; HOST is loopback and PORT any free one where absent.
   */
  constructor(
    env: Readonly<Record<string, string>>,
    script: string = MAIN,
    { cwd, raw }: Circumstances = {},
  ) {
    if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: run "npm run build" first.');
    this.child = spawn(process.execPath, [script], {
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...env },
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.child;
    if (stdout && !raw) createInterface(stdout).on('line', (line) => this.logs.write(`${line}\n`));
    stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    const { promise, resolve } = Promise.withResolvers<Exit>();
    // Not 'exit': the output is complete only when its pipes are closed.
    this.child.once('close', (code, signal) => {
      ServiceProcess.running.delete(this);
      resolve({ code, signal });
    });
    this.exited = promise;
    this.processEnded = once(this.child, 'exit');
    ServiceProcess.running.add(this);
  }

  /** For afterEach: no test leaves a process behind, however it ends. */
  static async endAll(): Promise<void> {
    await Promise.all([...this.running].map((service) => service.end()));
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('The service did not start.');
    return this.child.pid;
  }

  /** Its standard output, of a `raw` one. */
  get output(): Readable {
    if (!this.child.stdout) throw new Error('The service did not start.');
    return this.child.stdout;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Its URLs, once it listens. @throws Error with what it wrote where it ends before that. */
  async listening(): Promise<{ readonly url: string; readonly managementUrl: string }> {
    const { url, metrics_port: port } = await this.first('application_started');
    return { url: String(url), managementUrl: `http://127.0.0.1:${String(port)}` };
  }

  /** The first line of an event. @throws Error with what it wrote where it ends before that. */
  async first(event: string): Promise<LogLine> {
    const ended = this.exited.then(({ code }) => {
      const [line] = this.logs.of(event);
      if (line) return line;
      throw new Error(`The service ended with ${code} before ${event}: ${this.stderr}${this.logs.text}`);
    });
    return Promise.race([this.logs.until(event).then(([line]) => line!), ended]);
  }

  /** Ends it at once, where it still runs. */
  async end(): Promise<void> {
    this.child.kill('SIGKILL');
    // One that nobody read would never be at its end.
    this.child.stdout?.resume();
    await this.exited;
  }
}
