import { randomUUID } from 'node:crypto';

/** What this process writes just now. */
const OPEN = new Set<string>();
const OWNED = /\.json\.(\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/**
 * Runs `write` with the name of a file in which a report is put together, e.g. `<id>.json.<process>-<uuid>.part`: one
 * that was killed half-way, or runs at the same time, must not stand in another's way.
 */
export async function inPartFile(name: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${name}.${process.pid}-${randomUUID()}.part`;
  OPEN.add(part);
  try {
    await write(part);
  } finally {
    OPEN.delete(part);
  }
}

/**
 * Whether nobody will finish a part file: its process is gone, or has its number now and did not begin it. A process that
 * cannot be seen from here, in another container, seems gone: then its write fails, and may be tried again.
 */
export function isForsaken(part: string): boolean {
  const owner = Number(OWNED.exec(part)?.[1]);
  if (Number.isNaN(owner)) return false;
  return owner === process.pid ? !OPEN.has(part) : !isAlive(owner);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // One of another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
