import fc, { type Parameters } from 'fast-check';

/** Another one is tried with the variable; a failure says the seed and the path that show it again. */
export const SEED = Number(process.env.FUZZ_SEED ?? 20_261_129);

/** Runs of one property: the same ones each time, and fewer of them where the machine is slow. */
export const within = (seconds: number, numRuns: number): Parameters<unknown> => ({
  seed: SEED,
  numRuns,
  plugins: [fc.interruptAfterTimeLimit(seconds * 1000)],
});
