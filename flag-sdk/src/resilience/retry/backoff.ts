const FIRST_MS = 25;
const LONGEST_MS = 1_000;

/** The wait before try number `again` (1, 2, …), in milliseconds: doubling, and anywhere below that, so that callers do not come back together. */
export const retryWaitMs = (again: number, random: number): number =>
  random * Math.min(LONGEST_MS, FIRST_MS * 2 ** again);
