import { unlessAborted } from './unless-aborted.js';

/** The result did not come in time. */
export const LATE = Symbol('late');

/** The result, or LATE once the time is over or `hurry` fires. @throws the reason of `leave` once it fires. */
export async function inTime<T>(
  result: Promise<T>,
  milliseconds: number,
  leave: AbortSignal,
  hurry: AbortSignal,
): Promise<T | typeof LATE> {
  const { promise: late, resolve } = Promise.withResolvers<typeof LATE>();
  const fire = () => resolve(LATE);
  const timer = setTimeout(fire, milliseconds);
  if (hurry.aborted) fire();
  else hurry.addEventListener('abort', fire, { once: true });
  try {
    return await unlessAborted(Promise.race([result, late]), leave);
  } finally {
    clearTimeout(timer);
    hurry.removeEventListener('abort', fire);
  }
}
