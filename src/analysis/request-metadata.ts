import { z } from 'zod';

const MOST_PAIRS = 10;

/** What z.record does not do: it looks at every pair, however many there are, and drops `__proto__` without a word. */
function refuseOddPairs(pairs: unknown, { issues }: { readonly issues: z.core.$ZodRawIssue[] }): unknown {
  if (typeof pairs !== 'object' || pairs === null) return pairs;
  const names = Object.keys(pairs);
  const fault = (message: string, path: string[]) =>
    issues.push({ code: 'custom', input: undefined, message, path });
  if (names.length > MOST_PAIRS) fault(`at most ${MOST_PAIRS} pairs`, []);
  else if (names.includes('__proto__')) fault('cannot be a name', ['__proto__']);
  return pairs;
}

/** Pairs of a client's own, which the report gives back. */
export const metadata = z.preprocess(
  refuseOddPairs,
  z.record(z.string().min(1).max(40), z.string().max(200)),
);
