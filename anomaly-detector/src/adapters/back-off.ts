/** Milliseconds to wait after `failures` failures in a row: doubling from `firstMs`, at most `mostMs`. */
export const backOffMs = (failures: number, firstMs: number, mostMs: number): number =>
  Math.min(mostMs, firstMs * 2 ** Math.max(0, failures - 1));
