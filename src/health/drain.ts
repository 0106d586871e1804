import { Injectable } from '@nestjs/common';

/** Whether the service is on its way out, in two steps: readiness falls first, connections close later. */
@Injectable()
export class Drain {
  private readonly begun = new AbortController();
  private readonly closed = new AbortController();

  get draining(): boolean {
    return this.signal.aborted;
  }

  /** Fires when readiness falls; requests are served as before, for as long as the balancer may need to see it. */
  get signal(): AbortSignal {
    return this.begun.signal;
  }

  /** Fires when the listener is about to close: from then on answers ask their clients to connect elsewhere. */
  get closing(): AbortSignal {
    return this.closed.signal;
  }

  begin(): void {
    this.begun.abort();
  }

  close(): void {
    this.closed.abort();
  }
}
