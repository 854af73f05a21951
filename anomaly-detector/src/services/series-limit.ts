import type { Reading } from './learner.ts';

/** At the limit, a series that was silent for this long makes room for a new one; one that is heard of rarely, after so many times missed. */
const idleAtLimitMs = 900_000;
const missedAtLimit = 3;

/** Lets the series of one way in through, up to so many that are known. */
export class SeriesLimit {
  #most: number;
  /** Epoch ms of our own time at which each was last let through, and every how many ms it comes. */
  #heard = new Map<string, { at: number; everyMs: number }>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The readings of series that are known, and of new ones up to the limit; `now` in epoch ms, and they come every `everyMs`. */
  admit(readings: readonly Reading[], now: number, everyMs: number): Reading[] {
    const heard = { at: now, everyMs };
    return readings.filter(({ series: { key } }) => {
      if (!this.#heard.has(key) && this.#heard.size >= this.#most) return false;
      this.#heard.set(key, heard);
      return true;
    });
  }

  /** Forgets what has been silent for `idleMs`, at the limit for a quarter of an hour or three times missed; to be called about once a minute. */
  forget(now: number, idleMs: number): void {
    const isFull = this.#heard.size >= this.#most;
    for (const [key, { at, everyMs }] of this.#heard) {
      const atLimitMs = Math.max(idleAtLimitMs, missedAtLimit * everyMs);
      if (now - at > (isFull ? Math.min(idleMs, atLimitMs) : idleMs)) this.#heard.delete(key);
    }
  }
}
