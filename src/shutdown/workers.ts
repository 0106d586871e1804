import { Injectable } from '@nestjs/common';

/** Stops taking work, and resolves when what runs has finished or been handed back. */
type Stop = (signal: AbortSignal) => Promise<void>;

/** Whatever works without a client waiting; stopped after the listener and before the clients close. */
@Injectable()
export class Workers {
  private readonly stops: Stop[] = [];

  register(stop: Stop): void {
    this.stops.push(stop);
  }

  async stop(signal: AbortSignal): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop(signal)));
  }
}
