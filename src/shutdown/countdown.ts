/** What is left for the last phases once running work has been told to give up: seconds, or a fifth of a short time. */
const RESERVE_SECONDS = 3;
const RESERVE_SHARE = 0.2;

/** The moments of a shutdown, all inside its one deadline. */
export class Countdown {
  private readonly timers: NodeJS.Timeout[];
  private readonly controllers = [
    new AbortController(),
    new AbortController(),
    new AbortController(),
  ] as const;

  constructor(seconds: number) {
    const reserve = Math.min(RESERVE_SECONDS, seconds * RESERVE_SHARE);
    const moments = [seconds - reserve, seconds - reserve / 2, seconds];
    // They keep the process alive: with nothing else left to wait for it would end early, and in silence.
    this.timers = this.controllers.map((controller, index) =>
      setTimeout(() => controller.abort(), 1000 * (moments[index] ?? seconds)),
    );
  }

  /** From now on work is left so that it can be resumed. */
  get late(): AbortSignal {
    return this.controllers[0].signal;
  }

  /** From now on requests without an answer are refused. */
  get lastCall(): AbortSignal {
    return this.controllers[1].signal;
  }

  /** The process ends. */
  get deadline(): AbortSignal {
    return this.controllers[2].signal;
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}
