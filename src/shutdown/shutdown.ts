import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '../config/config.js';
import { Drain } from '../health/health.js';
import { refuseOpenRequests, openReply } from '../http/http.js';
import { Log } from '../logging/log.js';
import { LogRoot } from '../logging/log-root.js';
import { stopTracing } from '../tracing/tracing.js';
import { closeListener } from './close-listener.js';
import { Connections } from './connections.js';
import { Countdown } from './countdown.js';
import { Workers } from './workers.js';

export { Workers } from './workers.js';

/** At most, for refusals and last words to leave the process. */
const FAREWELL_MS = 100;

/** The way out: phases in a fixed order under one deadline, each timed and logged. To be made before the listener opens. */
export class Shutdown {
  private readonly connections: Connections;
  private phase = 'none';
  private refused = 0;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly log: Log,
    /** Closes what must answer to the very end, e.g. the management listener. */
    private readonly last: () => void = () => undefined,
  ) {
    this.connections = new Connections(app.getHttpServer());
  }

  /** Resolves to the exit code: 0, or 1 where the deadline passed or a request had to be refused. */
  async run(signal: string): Promise<0 | 1> {
    const { GRACEFUL_SHUTDOWN_TIMEOUT: seconds } = this.app.get(Config);
    this.log.info('shutdown_started', { signal, timeout_seconds: seconds });
    const countdown = new Countdown(seconds);
    const code = await this.runWithin(countdown, seconds);
    countdown.stop();
    await Promise.all([this.app.get(LogRoot).drained(), stopTracing()]);
    return code;
  }

  /** Says that the process ends now, and in which phase it was; resolves when that is said. */
  async abandon(signal: string): Promise<void> {
    this.log.critical('shutdown_abandoned', { signal, phase: this.phase });
    await this.app.get(LogRoot).drained(FAREWELL_MS);
  }

  private async runWithin(countdown: Countdown, seconds: number): Promise<0 | 1> {
    try {
      const phases = this.phases(countdown).then(() => true);
      const inTime = await Promise.race([phases, once(countdown.deadline, 'abort').then(() => false)]);
      if (inTime && this.refused === 0) return 0;
      const facts = { phase: this.phase, timeout_seconds: seconds, requests_refused: this.refused };
      this.log.critical('shutdown_deadline_exceeded', facts);
    } catch (error) {
      this.log.critical('shutdown_failed', { phase: this.phase }, error);
    }
    return 1;
  }

  private async phases({ late, lastCall }: Countdown): Promise<void> {
    const workers = this.app.get(Workers);
    // Also while requests are still being waited for: their long work becomes jobs then, and they get their answer.
    late.addEventListener('abort', () => workers.hasten(), { once: true });
    await this.timed('drain', () => this.drain(late));
    await this.timed('listener', () => this.closeListener(lastCall));
    await this.timed('workers', () => workers.stop());
    await this.timed('clients', async () => {
      await this.app.close();
      this.last();
    });
  }

  private async drain(signal: AbortSignal): Promise<void> {
    this.app.get(Drain).begin();
    const delayMs = 1000 * this.app.get(Config).SHUTDOWN_DELAY;
    await sleep(delayMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  private async closeListener(signal: AbortSignal): Promise<void> {
    const { app, connections } = this;
    // Whoever is in the kernel's queue at this moment is still accepted: closing would reset them.
    await nextTurn();
    app.get(Drain).close();
    const isBusy = (socket: Socket) => openReply(socket) !== undefined;
    if (await closeListener({ server: app.getHttpServer(), connections, isBusy }, signal)) return;
    this.refused = refuseOpenRequests(app, connections.open);
    await Promise.race([once(app.getHttpServer(), 'close'), sleep(FAREWELL_MS)]);
    connections.closeAll();
  }

  private async timed(phase: string, work: () => Promise<void>): Promise<void> {
    this.phase = phase;
    const started = performance.now();
    await work();
    this.log.info('shutdown_phase', { phase, duration_ms: Math.round(performance.now() - started) });
  }
}
