import type { Log } from '../logging/log.js';
import { unlessLate } from './unless-late.js';

/** The phases of a shutdown one after the other: each timed, logged and bounded, and none in the way of the next. */
export class Phases {
  private readonly late: string[] = [];
  private failures = 0;
  private name = 'none';

  constructor(private readonly log: Log) {}

  get current(): string {
    return this.name;
  }

  /** Those that were not done when their time was over, in their order. */
  get overrun(): readonly string[] {
    return this.late;
  }

  get failed(): boolean {
    return this.failures > 0;
  }

  /**
   * Resolves when the phase is done, has failed, or `limit` fires; what is left undone is named.
   * @param work resolves to false where it gave something up by itself
   */
  async run(phase: string, limit: AbortSignal, work: () => Promise<unknown>): Promise<void> {
    this.name = phase;
    const started = performance.now();
    const facts = () => ({ phase, duration_ms: Math.round(performance.now() - started) });
    try {
      if (await this.done(work(), limit)) {
        this.log.info('shutdown_phase', facts());
        return;
      }
      this.late.push(phase);
      this.log.warning('shutdown_phase', { ...facts(), overrun: true });
    } catch (error) {
      this.failures += 1;
      this.log.critical('shutdown_failed', facts(), error);
    }
  }

  private async done(working: Promise<unknown>, limit: AbortSignal): Promise<boolean> {
    let whole = true;
    const judged = working.then((result) => {
      whole = result !== false;
    });
    return (await unlessLate(judged, limit)) && whole;
  }
}
