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
import { Phases } from './phases.js';
import { Workers } from './workers.js';

export { Workers } from './workers.js';

/** At most, for refusals and last words to leave the process. */
const FAREWELL_MS = 100;
/** At most, for those who wait to be accepted. */
const ACCEPT_MS = 1000;

/** The way out: phases in a fixed order under one deadline, each timed and logged. To be made before the listener opens. */
export class Shutdown {
  private readonly connections: Connections;
  private readonly phases: Phases;
  private refused = 0;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly log: Log,
    /** Closes what must answer to the very end, e.g. the management listener. */
    private readonly last: () => void = () => undefined,
  ) {
    this.connections = new Connections(app.getHttpServer());
    this.phases = new Phases(log);
  }

  /**
   * Resolves to the exit code before the deadline, whatever hangs: 0, or 1 where anything was left undone. Only what blocks
   * the main thread, and with it the deadline's own timers, makes it later, and 1 as well.
   */
  async run(signal: string): Promise<0 | 1> {
    const { GRACEFUL_SHUTDOWN_TIMEOUT: seconds } = this.app.get(Config);
    this.log.info('shutdown_started', { signal, timeout_seconds: seconds });
    const countdown = new Countdown(seconds);
    await this.runPhases(countdown);
    countdown.stop();
    const code = this.verdict(countdown, seconds);
    // Also past the deadline, which must be said.
    const leftMs = countdown.over ? FAREWELL_MS : countdown.leftMs;
    await Promise.all([this.app.get(LogRoot).drained(leftMs), stopTracing(leftMs)]);
    return code;
  }

  /** Says that the process ends now, and in which phase it was; resolves when that is said. */
  async abandon(signal: string): Promise<void> {
    this.log.critical('shutdown_abandoned', { signal, phase: this.phases.current });
    await this.app.get(LogRoot).drained(FAREWELL_MS);
  }

  private async runPhases(countdown: Countdown): Promise<void> {
    const { late, lastCall, handedBack, closed } = countdown;
    const workers = this.app.get(Workers);
    // Also while requests are still being waited for: their long work becomes jobs then, and they get their answer.
    late.addEventListener('abort', () => workers.hasten(), { once: true });
    const run = (phase: string, limit: AbortSignal, work: () => Promise<unknown>) =>
      // By the clock: timers have no turn while something blocks.
      this.phases.run(phase, limit, async () => (await work()) !== false && !countdown.over);
    await run('drain', lastCall, () => this.drain(late));
    await run('listener', handedBack, () => this.closeListener(countdown));
    await run('workers', closed, () => workers.stop(handedBack));
    await run('clients', closed, () => this.app.close());
    this.last();
  }

  private verdict({ over }: Countdown, seconds: number): 0 | 1 {
    const { overrun, failed, current } = this.phases;
    if (overrun.length === 0 && !over) return failed ? 1 : 0;
    this.log.critical('shutdown_deadline_exceeded', {
      phase: overrun[0] ?? current,
      phases: overrun,
      timeout_seconds: seconds,
      requests_refused: this.refused,
    });
    return 1;
  }

  private async drain(signal: AbortSignal): Promise<void> {
    this.app.get(Drain).begin();
    const delayMs = 1000 * this.app.get(Config).SHUTDOWN_DELAY;
    await sleep(delayMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  /**
   * Whoever is in the kernel's queue is still accepted: closing would reset them. A turn of the loop accepts one, or a
   * few; the queue is empty after one that brought none. Clients that go on coming are not waited for.
   */
  private async acceptWaiting(): Promise<void> {
    const { connections } = this;
    const until = performance.now() + ACCEPT_MS;
    let before = -1;
    while (before !== connections.accepted && performance.now() < until) {
      before = connections.accepted;
      await nextTurn();
    }
  }

  /** False where requests were still without their answer when their time was over. */
  private async closeListener(countdown: Countdown): Promise<boolean> {
    const { app, connections } = this;
    await this.acceptWaiting();
    app.get(Drain).close();
    const isBusy = (socket: Socket) => openReply(socket) !== undefined;
    if (await closeListener({ server: app.getHttpServer(), connections, isBusy }, countdown.lastCall))
      return true;
    this.refused = refuseOpenRequests(app, connections.open);
    await Promise.race([
      once(app.getHttpServer(), 'close'),
      sleep(Math.min(FAREWELL_MS, countdown.leftMs / 8)),
    ]);
    connections.closeAll();
    return this.refused === 0;
  }
}
