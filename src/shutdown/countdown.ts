/** What is left for the last phases once running work has been told to give up: seconds, or a fifth of a short time. */
const RESERVE_SECONDS = 3;
const RESERVE_SHARE = 0.2;
/** How much of the reserve is left at each moment: every phase has an end of its own, and leaves time to those after it. */
const LEFT = { late: 1, lastCall: 0.7, handedBack: 0.5, closed: 0.35 } as const;
/** The share of the reserve that the end of the process itself takes: timers come late, and exit handlers run. */
const EXIT_SHARE = 0.2;

type Moment = keyof typeof LEFT;

/** The moments of a shutdown, all inside its one deadline. */
export class Countdown {
  private readonly end: number;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly signals: Readonly<Record<Moment, AbortSignal>>;

  constructor(seconds: number) {
    const reserve = Math.min(RESERVE_SECONDS, seconds * RESERVE_SHARE);
    this.end = performance.now() + 1000 * (seconds - EXIT_SHARE * reserve);
    const at = (moment: Moment) => this.signalAfter(seconds - LEFT[moment] * reserve);
    this.signals = {
      late: at('late'),
      lastCall: at('lastCall'),
      handedBack: at('handedBack'),
      closed: at('closed'),
    };
  }

  /** From now on work is left so that it can be resumed. */
  get late(): AbortSignal {
    return this.signals.late;
  }

  /** From now on requests without an answer are refused. */
  get lastCall(): AbortSignal {
    return this.signals.lastCall;
  }

  /** From now on nobody waits for workers any more. */
  get handedBack(): AbortSignal {
    return this.signals.handedBack;
  }

  /** From now on nobody waits for clients to close; the rest is for the last words. */
  get closed(): AbortSignal {
    return this.signals.closed;
  }

  /** Until the last words must be spoken, in milliseconds; then a little is left to end in. */
  get leftMs(): number {
    return Math.max(0, this.end - performance.now());
  }

  /** Whether it should have ended by now. */
  get over(): boolean {
    return this.leftMs === 0;
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private signalAfter(seconds: number): AbortSignal {
    const controller = new AbortController();
    // It keeps the process alive: with nothing else left to wait for it would end early, and in silence.
    this.timers.push(setTimeout(() => controller.abort(), 1000 * seconds));
    return controller.signal;
  }
}
