import type { DatabaseSync } from 'node:sqlite';
import { isBusy } from './sqlite-errors.js';

/** SQLite waits on the main thread, where it holds up every request, every probe and every timer. */
const PATIENCE_MS = 100;
/** After a wait in vain. */
const REST_MS = 1000;

/**
 * How long writes wait for another process to let go of the file: 100 ms each, as long as that helps. After a wait in vain
 * none waits for a second, unless one finds the file free before: however many writes there are, together they hold up the
 * process for a tenth of its time at most.
 */
export class LockPatience {
  private resting = false;
  private restsUntil = 0;

  constructor(private readonly sqlite: DatabaseSync) {
    this.wait(PATIENCE_MS);
  }

  /** @throws whatever `work` throws; of a lock at once, while no write waits */
  during<T>(work: () => T): T {
    if (this.resting && performance.now() >= this.restsUntil) this.endRest();
    try {
      const result = work();
      if (this.resting) this.endRest();
      return result;
    } catch (error) {
      if (!this.resting && isBusy(error)) this.rest();
      throw error;
    }
  }

  private rest(): void {
    this.resting = true;
    this.restsUntil = performance.now() + REST_MS;
    this.wait(0);
  }

  private endRest(): void {
    this.resting = false;
    this.wait(PATIENCE_MS);
  }

  /** A statement of its own, which takes longer than the rest: only where something changes. */
  private wait(milliseconds: number): void {
    this.sqlite.exec(`PRAGMA busy_timeout = ${milliseconds}`);
  }
}
