import { z } from 'zod';

const usd = z.number().min(0).max(10_000);

const prices = {
  /** USD per million tokens that were sent, came from a cache, or were made (thoughts included). */
  input: usd,
  cached: usd,
  output: usd,
  /** USD per thousand searches of the web; none are charged where absent. */
  search: usd.optional(),
};

/** A budget is kept by the price of input that no cache gave, so that must be the greater one. */
const cheaperCached = ({ input, cached }: { input: number; cached: number }) => cached <= input;
const DEARER = { path: ['cached'], error: 'is more than input' };

const dated = z.strictObject({
  /** The first day, UTC, on which the price holds. */
  from: z.iso.date('is not a date such as 2026-12-01'),
  ...prices,
});

const oneModel = z.union([
  z.array(dated.refine(cheaperCached, DEARER)).min(1),
  z
    .strictObject(prices)
    .refine(cheaperCached, DEARER)
    .transform((price) => [{ from: '1970-01-01', ...price }]),
]);

const table = z.record(z.string().min(1), oneModel);

export type TokenPrice = z.infer<typeof dated>;
/** For each model its prices, each from a day on. */
export type PriceTable = Readonly<Record<string, readonly TokenPrice[]>>;

/** @throws Error that names the first thing that is wrong. */
export function parsePrices(raw: string): PriceTable {
  const result = table.safeParse(asJson(raw));
  if (result.success) return result.data;
  const { path, message } = deepest(result.error.issues);
  throw new Error(`${path.join('.') || 'the table'}: ${message}`);
}

function asJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    throw new Error('it is not JSON');
  }
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/** A model matches neither form: the form that it came closest to says what is wrong with it. */
function deepest([issue]: readonly z.core.$ZodIssue[]): Issue {
  if (!issue) return { path: [], message: 'is not allowed' };
  if (issue.code !== 'invalid_union') return issue;
  const closest = issue.errors.toSorted((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0];
  const inner = deepest(closest ?? []);
  return { path: [...issue.path, ...inner.path], message: inner.message };
}
