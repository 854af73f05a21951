/** Buckets of the day profile (one hour each) and of the week profile (two hours each). */
export const dayBuckets = 24;
export const weekBuckets = 84;

/** Slow statistics of which a range is kept: see `records.ts`. */
export const componentCount = 8;

/** The short and the long memory of level and spread: see `horizon.ts`. */
export const horizonCount = 2;
export const horizonFloats = 4;

/** Rows that are kept until a series is warm: see `first-rows.ts`. */
export const firstRowsKept = 60;

const rangeFloats = 3;
const visitFloats = 3;

let next = 0;
const take = (floats: number) => {
  const at = next;
  next += floats;
  return at;
};

/**
 * Offsets inside the float32 block of one series. What each row touches comes first and lies together: with many series most of
 * a row's time is spent waiting for memory, and the blocks of both kinds are whole cache lines of 64 bytes.
 */
export const at = {
  // Not cleared where a series begins anew: see `counter-gate.ts`.
  gate: take(4),
  horizons: take(horizonCount * horizonFloats),
  sumUp: take(1),
  sumDown: take(1),
  longestGap: take(1),
  seasonInUse: take(1),
  meanSlow: take(1),
  level36: take(1),
  level100: take(1),
  smoothed: take(1),
  squaredStep: take(1),
  previous: take(1),
  residualSmooth: take(1),
  residual144: take(1),
  residualSquare: take(1),
  errorLevel: take(1),
  errorDay: take(1),
  errorWeek: take(1),
  rowsDay: take(1),
  rowsWeek: take(1),
  ranges: take(componentCount * rangeFloats),
  ageSeasonal: take(1),
  ageSmoothed: take(1),
  driftBegan: take(1),
  alarms: take(1),
  alarmRows: take(1),
  alarmQuiet: take(1),
  clusters: take(4),
  hold: take(1),
  holdAge: take(1),
  dayVisit: take(visitFloats),
  weekVisit: take(visitFloats),
  day: take(dayBuckets),
  week: take(weekBuckets),
  firstRows: take(firstRowsKept),
} as const;

/** Offsets in the room of the first rows, which is free once a series is warm. */
export const late = {
  weakUp: at.firstRows,
  weakDown: at.firstRows + 1,
  usualHigh: at.firstRows + 2,
  usualLow: at.firstRows + 3,
  value: at.firstRows + 4,
  deviation: at.firstRows + 5,
  suddenClusters: at.firstRows + 6,
  lastingUp: at.firstRows + 10,
  lastingDown: at.firstRows + 11,
  smoothSquare: at.firstRows + 12,
  meanResidual: at.firstRows + 13,
  onset: at.firstRows + 14,
  stood: at.firstRows + 15,
} as const;

/** Floats of one series in the float32 block. */
export const floatStride = next;

/** Offsets inside the float64 block of one series: times, and totals that need more than 24 bits. */
export const wide = {
  origin: 0,
  rows: 1,
  lastTime: 2,
  interval: 3,
  silentUntil: 4,
  firstDay: 5,
  typicalCount: 6,
  // Not cleared where a series begins anew: see `counter-gate.ts`.
  raw: 7,
} as const;
export const wideStride = 8;

/** Bytes of learnt state of one series. */
export const bytesPerSeries = 4 * floatStride + 8 * wideStride;

/** Offsets of one tracked range inside `at.ranges`. */
export const range = { low: 0, high: 1, forget: 2, floats: rangeFloats } as const;

/** Offsets of one horizon inside `at.horizons`. */
export const horizon = { rows: 0, level: 1, up: 2, down: 3 } as const;

/** Offsets of the visit of a profile's bucket: which one, its rows so far, and how much each row counts, 0 on the first one. */
export const visit = { bucket: 0, rows: 1, rate: 2 } as const;

/** Offsets of what is known of the clusters of records, inside `at.clusters` and `late.suddenClusters`. */
export const cluster = { mean: 0, weight: 1, peak: 2, quiet: 3 } as const;
