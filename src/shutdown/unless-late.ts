/** Waits for `work` until `signal` fires, and leaves it behind then. True where it was done in time. @throws what `work` throws in time */
export async function unlessLate(work: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<false>();
  const giveUp = () => resolve(false);
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    return await Promise.race([work.then(() => true), promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
