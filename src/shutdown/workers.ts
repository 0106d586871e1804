import { Injectable } from '@nestjs/common';
import { unlessLate } from './unless-late.js';

/** Stops taking work, and resolves when what runs has finished or, once `late` fires, been handed back. */
type Stop = (late: AbortSignal) => Promise<void>;

/** Whatever works without a client waiting; stopped after the listener and before the clients close. */
@Injectable()
export class Workers {
  private readonly stops: Stop[] = [];
  private readonly hurry = new AbortController();
  private abandoned = false;

  /** Fires a little before the shutdown's deadline: what still runs must now be left so that it can be resumed. */
  get late(): AbortSignal {
    return this.hurry.signal;
  }

  /** True once nobody waits for them any more: then nothing else may wait for their work either. */
  get leftBehind(): boolean {
    return this.abandoned;
  }

  register(stop: Stop): void {
    this.stops.push(stop);
  }

  hasten(): void {
    this.hurry.abort();
  }

  /** True once all have stopped; false when `limit` fires first, and what they still do is left behind. */
  async stop(limit: AbortSignal): Promise<boolean> {
    const stopped = await unlessLate(Promise.all(this.stops.map((stop) => stop(this.late))), limit);
    this.abandoned = !stopped;
    return stopped;
  }
}
