import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../doubles/free-port.ts';

export const OPS_TOKEN = 'the-ops-token-of-the-drill';
const START_MS = 60_000;
/** Of a call of the drill itself: long enough for a slow backend, short of a hanging one. */
const CALL_MS = 10_000;
/** Of one that is meant to last. */
const LONG_CALL_MS = 120_000;

/** The built service as a process of its own, with faults on; its ports stay over its restarts. */
export class Instance {
  private child: ChildProcess | undefined;
  private readonly env: Readonly<Record<string, string>>;
  private readonly port: number;
  private readonly metricsPort: number;

  private constructor(env: Readonly<Record<string, string>>, port: number, metricsPort: number) {
    this.env = env;
    this.port = port;
    this.metricsPort = metricsPort;
  }

  static async start(env: Readonly<Record<string, string>>): Promise<Instance> {
    const instance = new Instance(env, await freePort(), await freePort());
    await instance.start();
    return instance;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Where it is scraped. */
  get target(): string {
    return `127.0.0.1:${this.metricsPort}`;
  }

  async start(): Promise<void> {
    this.child = spawn(process.execPath, ['dist/main.js'], {
      env: {
        PATH: process.env.PATH,
        ENVIRONMENT: 'test',
        HOST: '127.0.0.1',
        PORT: String(this.port),
        METRICS_PORT: String(this.metricsPort),
        FAULT_INJECTION: 'true',
        OPS_TOKEN,
        HEALTH_CACHE_TTL: '0.1',
        HEALTH_CHECK_TIMEOUT: '1',
        ...this.env,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const until = performance.now() + START_MS;
    while ((await this.status('/health/startup')) !== 200) {
      if (this.child.exitCode !== null) throw new Error(`The service ended with ${this.child.exitCode}.`);
      if (performance.now() > until) throw new Error('The service did not start.');
      await sleep(50);
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Status of an answer; 0 where there is none. */
  async status(path: string, body?: object, patienceMs = CALL_MS): Promise<number> {
    try {
      const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
      const answer = await this.call(path, init, patienceMs);
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  }

  async patiently(path: string, body: object): Promise<number> {
    return this.status(path, body, LONG_CALL_MS);
  }

  async setFaults(faults: object): Promise<void> {
    const url = `http://${this.target}/health/faults`;
    const answer = await this.call(url, { method: 'PUT', body: JSON.stringify(faults) }, LONG_CALL_MS);
    if (answer.status !== 200) throw new Error(`Faults refused: ${answer.status} ${await answer.text()}`);
  }

  private call(path: string, init: RequestInit, patienceMs = CALL_MS): Promise<Response> {
    return fetch(new URL(path, this.url), {
      ...init,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${OPS_TOKEN}` },
      signal: AbortSignal.timeout(patienceMs),
    });
  }
}
