import { Injectable } from '@nestjs/common';

/** Stops taking work, and resolves when what runs has finished or, once `late` fires, been handed back. */
type Stop = (late: AbortSignal) => Promise<void>;

/** Whatever works without a client waiting; stopped after the listener and before the clients close. */
@Injectable()
export class Workers {
  private readonly stops: Stop[] = [];
  private readonly hurry = new AbortController();

  /** Fires a little before the shutdown's deadline: what still runs must now be left so that it can be resumed. */
  get late(): AbortSignal {
    return this.hurry.signal;
  }

  register(stop: Stop): void {
    this.stops.push(stop);
  }

  hasten(): void {
    this.hurry.abort();
  }

  async stop(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop(this.late)));
  }
}
