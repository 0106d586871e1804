const DAY_MS = 86_400_000;

/** The day in UTC, by which budgets and sums are kept: `2026-11-24`. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

export const daysBefore = (time: Date, days: number): string =>
  dayOf(new Date(time.getTime() - days * DAY_MS));

/** The days from one to the other, both counted; below 1 where they are the wrong way round. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;

export const nextMidnight = (time: Date): Date => new Date(Date.parse(dayOf(time)) + DAY_MS);
