/** Arrivals at a steady rate, each a little early or late; when they come does not depend on any reply. */
export interface Schedule {
  /** How many arrivals are due at `now` and were not told before; times in milliseconds of one clock. */
  takeDue(now: number): number;
  /** When the next arrival is due; Infinity at a rate of 0. */
  nextAt(): number;
  setRate(perSecond: number, now: number): void;
}

/** Share of the interval by which an arrival may be late. */
const jitter = 0.6;
/** Arrivals that are older than this when they are asked for were missed by the generator, and are not made up for. */
const longestStallMs = 1000;

/** A schedule that starts at `now`. `random` gives numbers in [0, 1). */
export function createSchedule(perSecond: number, now: number, random: () => number): Schedule {
  let intervalMs = 0;
  let slot = 0;
  let due = 0;

  const draw = () => {
    due = slot + jitter * random() * intervalMs;
  };
  const setRate = (rate: number, at: number) => {
    intervalMs = rate > 0 ? 1000 / rate : Number.POSITIVE_INFINITY;
    slot = at;
    if (rate > 0) draw();
    else due = Number.POSITIVE_INFINITY;
  };
  setRate(perSecond, now);

  return {
    takeDue(at) {
      if (at - due > longestStallMs) {
        slot = at;
        draw();
      }
      let count = 0;
      while (due <= at) {
        count += 1;
        slot += intervalMs;
        draw();
      }
      return count;
    },
    nextAt: () => due,
    setRate,
  };
}
