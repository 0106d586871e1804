import { GeminiFault } from './gemini-fault.js';

const FIRST_MS = 1000;
const JITTER = 0.25;
/** Nobody waits longer than this between two tries. */
export const LONGEST_PAUSE_MS = 30_000;

/**
 * Milliseconds before the next try: what the upstream asked for, else a second, doubled each time. A quarter is left to
 * chance, so that callers that failed together do not come back together.
 * @param retry 1 before the second try
 */
export function pauseBefore(retry: number, error: unknown, chance = Math.random()): number {
  const asked = error instanceof GeminiFault ? error.retryDelayMs : null;
  const pause = asked ?? FIRST_MS * 2 ** (retry - 1);
  return Math.min(pause * (1 + JITTER * chance), LONGEST_PAUSE_MS);
}

/** A pause longer than anybody waits ends the tries: coming back earlier than asked is refused again. */
export const isWorthRetrying = (error: unknown): boolean =>
  error instanceof GeminiFault && error.retryable && (error.retryDelayMs ?? 0) <= LONGEST_PAUSE_MS;
