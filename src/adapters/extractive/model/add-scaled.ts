/** Adds `factor` times the numbers of `values` from `from` on to all of `sum`; there are as many of them. */
export function addScaled(
  sum: Float64Array,
  factor: number,
  values: Int8Array | Float32Array,
  from: number,
): void {
  for (let at = 0; at < sum.length; at += 1) {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- at is below the length of both
    sum[at]! += factor * values[from + at]!;
  }
}
