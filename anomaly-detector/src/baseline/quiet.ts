/** What is over after rows of quiet is over after so many seconds where rows are long, but never after fewer rows than these. */
const longS = 16 * 3600;
const leastRows = 12;

/** Rows of quiet after which something is over: `rows`, or fewer where they are `intervalS` seconds apart and long. */
export const rowsOfQuiet = (rows: number, intervalS: number): number =>
  Math.min(rows, Math.max(leastRows, longS / intervalS));
