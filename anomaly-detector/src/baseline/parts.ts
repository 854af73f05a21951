/**
 * The parts of the model that can be left out, to measure what each is worth; as bits, so that several can be.
 * The first eight are the components of the records, in their order.
 */
export const part = {
  value: 1 << 0,
  step: 1 << 1,
  slow: 1 << 2,
  spread: 1 << 3,
  residual: 1 << 4,
  smooth: 1 << 5,
  drift: 1 << 6,
  smoothed: 1 << 7,
  season: 1 << 8,
  calibration: 1 << 9,
  alarmMemory: 1 << 10,
  adaptiveForgetting: 1 << 11,
  hold: 1 << 12,
  counterGate: 1 << 13,
  persistence: 1 << 14,
} as const;

/** Whether a part is among those that are left out. */
export const isLeftOut = (without: number, one: number): boolean => (without & one) !== 0;
