import { readFileSync } from 'node:fs';

/** What is left to the management port, to files, and to threads. */
const RESERVE_SHARE = 0.25;
const LEAST_RESERVE = 64;
/** What is left to probes and scrapes, which are never refused. */
const PROBES_SHARE = 0.1;

/**
 * How many connections the public listener takes. Idle ones cost next to nothing, but each holds one of the open files
 * that the process may have (RLIMIT_NOFILE); without one no report is written and no thread begun.
 */
export function connectionLimit(openFiles = openFilesLimit()): number {
  return openFiles === Infinity ? openFiles : Math.max(1, openFiles - reserveOf(openFiles));
}

/** How many of so many connections may await an answer to what is no probe. */
export const servedAtOnce = (connections: number) =>
  Math.max(1, Math.floor(connections * (1 - PROBES_SHARE)));

/** As proc_pid_limits(5) tells it; Infinity where there is no such file. */
function openFilesLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? Infinity : Number(soft);
  } catch {
    return Infinity;
  }
}

const reserveOf = (openFiles: number) => Math.max(LEAST_RESERVE, Math.ceil(openFiles * RESERVE_SHARE));
