import { setTimeout as sleep } from 'node:timers/promises';

/** Less than a test may take: a loop that outlives its test would keep the whole run from ending. */
const LONGEST_MS = 18_000;

/** Looks again until `holds` is true. @throws Error where it never comes to hold */
export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('It did not come to hold in time.');
    await sleep(10);
  }
}
