import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again until `holds` is true; the test's own time limit ends the wait. */
export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(10);
}
