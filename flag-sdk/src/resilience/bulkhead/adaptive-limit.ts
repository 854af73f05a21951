/** Calls that are looked at together before the limit moves. */
const LEAST_SAMPLES = 10;
/** How much slower than usual a call may be before the limit shrinks. */
const TOLERANCE = 1.5;
/** What is left of the limit after a round with calls that were cut off. */
const AFTER_LATE = 0.9;
/** How fast the limit follows. */
const LIMIT_WEIGHT = 0.3;
/** How fast the usual latency follows one that is lower, and one that is higher: a bad hour must not become the measure of a good one. */
const USUAL_WEIGHT_DOWN = 0.2;
const USUAL_WEIGHT_UP = 0.005;

/**
 * A limit of concurrent calls that follows the latency: while calls take as long as usual it grows by its square root, when
 * they queue up at the dependency it shrinks by the ratio of usual to present latency (the gradient), and when they are cut
 * off it shrinks at once. It never leaves its bounds.
 */
export class AdaptiveLimit {
  #least: number;
  #most: number;
  #limit: number;
  #usualMs = 0;
  #samples = 0;
  #totalMs = 0;
  #late = 0;
  #mostInUse = 0;

  /** Begins with everything that is allowed. */
  constructor(most: number) {
    this.#most = most;
    this.#least = Math.max(1, Math.ceil(most / 10));
    this.#limit = most;
  }

  /** The limit now, a whole number. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Other bounds: a tenth of `most` up to `most`. */
  rebound(most: number): void {
    this.#most = most;
    this.#least = Math.max(1, Math.ceil(most / 10));
    this.#limit = this.#within(this.#limit);
  }

  /** Takes how long a call took, whether it was cut off, and how many ran beside it; gives whether the limit moved. */
  sample(tookMs: number, wasLate: boolean, inUse: number): boolean {
    this.#samples += 1;
    this.#totalMs += tookMs;
    if (wasLate) this.#late += 1;
    if (inUse > this.#mostInUse) this.#mostInUse = inUse;
    if (this.#samples < Math.max(LEAST_SAMPLES, this.limit)) return false;
    const before = this.limit;
    this.#limit = this.#within(this.#next(this.#totalMs / this.#samples));
    this.#samples = 0;
    this.#totalMs = 0;
    this.#late = 0;
    this.#mostInUse = 0;
    return this.limit !== before;
  }

  #next(averageMs: number): number {
    if (this.#usualMs === 0) this.#usualMs = averageMs;
    const gradient = Math.min(1, Math.max(0.5, (TOLERANCE * this.#usualMs) / Math.max(averageMs, 0.001)));
    const weight = averageMs < this.#usualMs ? USUAL_WEIGHT_DOWN : USUAL_WEIGHT_UP;
    this.#usualMs += weight * (averageMs - this.#usualMs);
    if (this.#late > 0) return this.#limit * AFTER_LATE;
    // Who does not use what is allowed learns nothing about more.
    if (gradient === 1 && this.#mostInUse < this.#limit / 2) return this.#limit;
    const wanted = this.#limit * gradient + Math.sqrt(this.#limit);
    return this.#limit + LIMIT_WEIGHT * (wanted - this.#limit);
  }

  #within(limit: number): number {
    return Math.min(this.#most, Math.max(this.#least, limit));
  }
}
