import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { JobRecord, Lease } from '../ports/job-repository.port.js';
import { pidSpace } from './pid-space.js';

/** How long a job stays with a process that no longer speaks; many times the pause of an overloaded event loop. */
export const LEASE_MS = 15_000;

/** Tells this process apart from an earlier one that had the same number. */
const START = randomUUID();
const SPACE = pidSpace();
const OWNER = [hostname(), process.pid, START, ...(SPACE === null ? [] : [SPACE])].join('/');

export const newLease = (now: Date): Lease => ({
  owner: OWNER,
  token: randomUUID(),
  until: ending(now),
  reached: 'nothing',
});

export const renewed = (lease: Lease, now: Date): Lease => ({ ...lease, until: ending(now) });

export const hasLapsed = ({ lease }: JobRecord, now: Date): boolean =>
  lease === null || lease.until <= now.toISOString();

/**
 * True where the holder had its number in the same table as this process, and is known to be gone: then nobody need wait
 * for the lease to end. Of all others, and where no table is known, nothing is known: their lease decides.
 */
export function holderIsGone({ lease }: Pick<JobRecord, 'lease'>, here = SPACE): boolean {
  const [host, pid, start, space] = lease?.owner.split('/') ?? [];
  if (here === null || space !== here || host !== hostname()) return false;
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
