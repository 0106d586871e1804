import { Injectable } from '@nestjs/common';

/** Whether the service is on its way out: readiness falls and answers close their connections from then on. */
@Injectable()
export class Drain {
  private readonly controller = new AbortController();

  get draining(): boolean {
    return this.signal.aborted;
  }

  /** Fires when the draining begins. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  begin(): void {
    this.controller.abort();
  }
}
