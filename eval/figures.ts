/** How often a bucket was found rightly, found wrongly, and missed. */
export interface Count {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

/** A share with its 95 % confidence interval; NaN where nothing was counted. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const Z = 1.96;

/** Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical inference", JASA 22(158). */
export function share(hits: number, total: number): Share {
  if (total === 0) return { value: NaN, low: NaN, high: NaN };
  const value = hits / total;
  const middle = (value + Z ** 2 / (2 * total)) / (1 + Z ** 2 / total);
  const reach =
    (Z / (1 + Z ** 2 / total)) * Math.sqrt((value * (1 - value)) / total + Z ** 2 / (4 * total ** 2));
  return { value, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

export const precision = ({ right, wrong }: Count): Share => share(right, right + wrong);
export const recall = ({ right, missed }: Count): Share => share(right, right + missed);

export function f1({ right, wrong, missed }: Count): number {
  return (2 * right) / (2 * right + wrong + missed);
}

export const add = (a: Count, b: Count): Count => ({
  right: a.right + b.right,
  wrong: a.wrong + b.wrong,
  missed: a.missed + b.missed,
});
