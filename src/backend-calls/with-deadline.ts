/** The work took longer than it may. */
export class DeadlinePassed extends Error {
  constructor(readonly milliseconds: number) {
    super(`No answer within ${milliseconds} ms.`);
    this.name = 'DeadlinePassed';
  }
}

/**
 * Gives `work` a signal that fires after `milliseconds`, and waits no longer than that: work that ignores its signal is
 * left behind. @throws DeadlinePassed
 */
export async function withDeadline<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = () => {
    reject(new DeadlinePassed(milliseconds));
    controller.abort();
  };
  // An answer may be waiting in the socket while the process was busy: it is looked at once more before giving up.
  const timer = setTimeout(() => setImmediate(giveUp), milliseconds);
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
