/** Sums of prices have digits that no price has; a billionth of a dollar is exact enough for any of them. */
export const roundUsd = (usd: number): number => Math.round(usd * 1e9) / 1e9;
