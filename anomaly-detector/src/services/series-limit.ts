import type { Reading } from './learner.ts';

/** At the limit, a series that was silent for this long makes room for a new one. */
const idleAtLimitMs = 900_000;

/** Lets the series of one way in through, up to so many that are known. */
export class SeriesLimit {
  #most: number;
  /** Epoch ms of our own time at which each was last let through. */
  #heardAt = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The readings of series that are known, and of new ones up to the limit; `now` in epoch ms. */
  admit(readings: readonly Reading[], now: number): Reading[] {
    return readings.filter(({ series: { key } }) => {
      if (!this.#heardAt.has(key) && this.#heardAt.size >= this.#most) return false;
      this.#heardAt.set(key, now);
      return true;
    });
  }

  /** Forgets what has been silent for `idleMs`, at the limit for a quarter of an hour; to be called about once a minute. */
  forget(now: number, idleMs: number): void {
    const limitMs = this.#heardAt.size < this.#most ? idleMs : Math.min(idleMs, idleAtLimitMs);
    for (const [key, heardAt] of this.#heardAt) if (now - heardAt > limitMs) this.#heardAt.delete(key);
  }
}
