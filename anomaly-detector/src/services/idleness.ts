import type { Learnt } from './learner.ts';

type Seen = { at: number; since: number };

/** Tells which series have had no row for long, by looking at them from time to time: rows may lie in the past. */
export class Idleness {
  #seen = new WeakMap<Learnt, Seen>();

  /** The series whose last row has been the same for `idleMs` of our own time (`now`, epoch ms). */
  idle(series: Iterable<Learnt>, now: number, idleMs: number): Learnt[] {
    const idle: Learnt[] = [];
    for (const learnt of series) {
      const seen = this.#seen.get(learnt);
      if (seen === undefined) this.#seen.set(learnt, { at: learnt.at, since: now });
      else if (seen.at !== learnt.at) {
        seen.at = learnt.at;
        seen.since = now;
      } else if (now - seen.since > idleMs) idle.push(learnt);
    }
    return idle;
  }
}
