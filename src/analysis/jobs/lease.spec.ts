import { randomUUID } from 'node:crypto';
import { holderIsGone, newLease } from './lease.js';
import { pidSpace } from './pid-space.js';

const OWN = newLease(new Date()).owner;
const [HOST, PID, START, SPACE] = OWN.split('/') as [string, string, string, string];
/** No process has a number so high. */
const UNUSED = '999999999';
const ANOTHER_SPACE = SPACE.replace(/\d+(?=\]$)/, '4026532177');
const ANOTHER_BOOT = SPACE.replace(/^[^:]+/, randomUUID());

const gone = (owner: string, here?: string | null) =>
  holderIsGone({ lease: { ...newLease(new Date()), owner } }, here);
const ownerOf = (pid: string, space?: string, host = HOST) =>
  [host, pid, randomUUID(), ...(space === undefined ? [] : [space])].join('/');

describe('Who holds a job', () => {
  it.each([
    ['ended', ownerOf(UNUSED, SPACE)],
    ['ended, and this one has its number now', ownerOf(PID, SPACE)],
  ])('is gone where the process %s', (_how, owner) => expect(gone(owner)).toBe(true));

  it.each([
    ['is this process', OWN],
    ['runs here', ownerOf(String(process.ppid), SPACE)],
    ['may run in another container with the same host name and number', ownerOf(PID, ANOTHER_SPACE)],
    ['may run in another container with the same host name', ownerOf(UNUSED, ANOTHER_SPACE)],
    ['may run on a machine of the same name', ownerOf(PID, ANOTHER_BOOT)],
    ['may run on another machine', ownerOf(PID, SPACE, 'another-host')],
    ['is of an older release, which did not say where', ownerOf(UNUSED)],
    ['is of an older release and has the number of this one', ownerOf(PID)],
  ])('is not taken for gone where it %s', (_how, owner) => expect(gone(owner)).toBe(false));

  it('is nobody where there is no lease', () => expect(holderIsGone({ lease: null })).toBe(false));

  it('is never taken for gone by a process that does not know where it is', () => {
    const here = pidSpace('/nowhere');
    expect(here).toBeNull();
    for (const owner of [ownerOf(UNUSED), ownerOf(UNUSED, SPACE), ownerOf(UNUSED, '')])
      expect(gone(owner, here)).toBe(false);
  });

  it('tells where it is, and which start of the process it was', () => {
    expect([HOST, PID, START, SPACE].every((part) => part !== '')).toBe(true);
    expect(SPACE).toBe(pidSpace());
  });
});
