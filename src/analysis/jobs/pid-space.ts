import { readFileSync, readlinkSync } from 'node:fs';

/**
 * The table in which the number of this process means something, e.g. `<uuid of the boot>:pid:[4026531836]`; two
 * processes with an equal one see each other. A host name does not tell: containers on the network of their host share
 * it, and so do clones of a machine, and in each the service may have the number 1. Null where it cannot be known.
 * Source: proc(5), namespaces(7)
 */
export function pidSpace(proc = '/proc'): string | null {
  try {
    const boot = readFileSync(`${proc}/sys/kernel/random/boot_id`, 'utf8').trim();
    return boot === '' ? null : `${boot}:${readlinkSync(`${proc}/self/ns/pid`)}`;
  } catch {
    return null;
  }
}
