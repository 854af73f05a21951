/** The smallest value that at least `share` of the values do not exceed; NaN for none. `percentile([1, 2, 3, 4], 0.5)` is 2. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? Number.NaN;
};
