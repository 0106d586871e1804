import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { JobRecord, Lease } from '../ports/job-repository.port.js';

/** How long a job stays with a process that no longer speaks; many times the pause of an overloaded event loop. */
export const LEASE_MS = 15_000;

/** This process, told apart from others of this machine and from an earlier one that had the same number. */
const START = randomUUID();
const OWNER = `${hostname()}/${process.pid}/${START}`;

export const newLease = (now: Date): Lease => ({ owner: OWNER, token: randomUUID(), until: ending(now) });

export const renewed = (lease: Lease, now: Date): Lease => ({ ...lease, until: ending(now) });

export const hasLapsed = ({ lease }: JobRecord, now: Date): boolean =>
  lease === null || lease.until <= now.toISOString();

/** True where the holder ran on this machine and is known to be gone, so that nobody need wait for the lease to end. */
export function holderIsGone({ lease }: JobRecord): boolean {
  const [host, pid, start] = lease?.owner.split('/') ?? [];
  if (host !== hostname() || pid === undefined) return false;
  return Number(pid) === process.pid ? start !== START : !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive too.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

const ending = (now: Date) => new Date(now.getTime() + LEASE_MS).toISOString();
