import { z } from 'zod';
import { AppError } from '../../errors/errors.js';
import { daysBefore, daysBetween, dayOf } from './day.js';

const MOST_DAYS = 366;
const DEFAULT_DAYS = 30;

/** GET /usage. */
export const usageQuery = z.strictObject({
  from: z.iso
    .date()
    .optional()
    .meta({ description: `First day, UTC; by default the ${DEFAULT_DAYS} days up to \`to\`.` }),
  to: z.iso.date().optional().meta({ description: 'Last day, UTC, included; by default today.' }),
});

/** @throws AppError `validation_error` */
export function periodOf({ from, to }: z.infer<typeof usageQuery>, now: Date): { from: string; to: string } {
  const last = to ?? dayOf(now);
  const first = from ?? daysBefore(new Date(last), DEFAULT_DAYS - 1);
  const days = daysBetween(first, last);
  if (days >= 1 && days <= MOST_DAYS) return { from: first, to: last };
  throw new AppError('validation_error', 'The query has 1 fault(s).', {
    details: [{ path: 'from', message: `must be before \`to\`, by less than ${MOST_DAYS} days` }],
  });
}
