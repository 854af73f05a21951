import type { Learnt } from './learner.ts';

/** Tells which series have had no row for long, by looking at them from time to time: rows may lie in the past. */
export class Idleness {
  /** By the place of a series: who had it when it was looked at, the time of its last row then, and since when that is so. */
  #holders: Learnt[] = [];
  #rowAt: number[] = [];
  #since: number[] = [];

  /** The series whose last row has been the same for `idleMs` of our own time (`now`, epoch ms). */
  idle(series: Iterable<Learnt>, now: number, idleMs: number): Learnt[] {
    const idle: Learnt[] = [];
    for (const learnt of series) {
      const { slot, at } = learnt;
      if (this.#holders[slot] !== learnt || this.#rowAt[slot] !== at) {
        this.#holders[slot] = learnt;
        this.#rowAt[slot] = at;
        this.#since[slot] = now;
      } else if (now - this.#since[slot]! > idleMs) idle.push(learnt);
    }
    return idle;
  }
}
