import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '../config/config.js';
import { Drain } from '../health/health.js';
import { Log } from '../logging/log.js';
import { LogRoot } from '../logging/log-root.js';
import { closeListener } from './close-listener.js';
import { Workers } from './workers.js';

export { Workers } from './workers.js';

/** What is left for the last phases once running work has been told to give up: seconds, or a fifth of a short time. */
const RESERVE_SECONDS = 3;

/** The way out: phases in a fixed order under one deadline, each timed and logged. */
export class Shutdown {
  private phase = 'none';

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly log: Log,
    /** Closes what must answer to the very end, e.g. the management listener. */
    private readonly last: () => void = () => undefined,
  ) {}

  /** Resolves to the exit code: 0, or 1 where the deadline passed first. */
  async run(signal: string): Promise<0 | 1> {
    const { GRACEFUL_SHUTDOWN_TIMEOUT: seconds, SHUTDOWN_DELAY: delay } = this.app.get(Config);
    this.log.info('shutdown_started', { signal, timeout_seconds: seconds });
    const stop = new AbortController();
    this.hastenWorkers(seconds, stop.signal);
    const outcome = await Promise.race([
      this.phases(delay, stop.signal).then(() => 0 as const),
      sleep(seconds * 1000, 1 as const, { signal: stop.signal, ref: false }),
    ]).catch((error: unknown) => {
      this.log.critical('shutdown_failed', { phase: this.phase }, error);
      return 1 as const;
    });
    stop.abort();
    const root = this.app.get(LogRoot);
    if (outcome === 1)
      this.log.critical('shutdown_deadline_exceeded', { phase: this.phase, timeout_seconds: seconds });
    await root.drained();
    return outcome;
  }

  private async phases(delaySeconds: number, signal: AbortSignal): Promise<void> {
    await this.timed('drain', async () => {
      this.app.get(Drain).begin();
      await sleep(delaySeconds * 1000, undefined, { signal });
    });
    await this.timed('listener', () => closeListener(this.app.getHttpServer(), signal));
    await this.timed('workers', () => this.app.get(Workers).stop());
    await this.timed('clients', async () => {
      await this.app.close();
      this.last();
    });
  }

  /** Also while requests are still being waited for: their long work becomes jobs then, and they get their answer. */
  private hastenWorkers(seconds: number, signal: AbortSignal): void {
    const left = Math.max(seconds - RESERVE_SECONDS, seconds * 0.8);
    sleep(left * 1000, undefined, { signal, ref: false }).then(
      () => this.app.get(Workers).hasten(),
      () => undefined,
    );
  }

  private async timed(phase: string, work: () => Promise<void>): Promise<void> {
    this.phase = phase;
    const started = performance.now();
    await work();
    this.log.info('shutdown_phase', { phase, duration_ms: Math.round(performance.now() - started) });
  }
}
