/**
 * Imported first: until a signal has a handler the kernel throws it away where the process is number 1 of a container,
 * and the service would start, and run until it is killed.
 */
export const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

const stop = (): never => process.exit(0);

/** Before the service listens there is nothing to finish: a signal ends the process. */
for (const signal of SIGNALS) process.on(signal, stop);

/** Ends that rule, for whoever stops the service in order. */
export function endEarlyStop(): void {
  for (const signal of SIGNALS) process.off(signal, stop);
}
