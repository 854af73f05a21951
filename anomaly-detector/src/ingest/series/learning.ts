import type { Series } from '../../contract/index.ts';
import type { Reading } from '../../services/learner.ts';

/** A series that has been taken in, as whoever learns it holds it. */
export type Handle = { readonly series: Series };

/** Where values go once it is known what they are of. */
export interface Learning {
  /** The series as it is learnt; a known one keeps what it has. */
  admit(series: Series): Handle;
  /** Judges and learns one value; NaN for a missing one, NaN for an unknown number of events behind it; `now` in epoch ms. */
  learn(handle: Handle, at: number, value: number, count: number, now: number): void;
  /** What comes next does not follow on what came before: the time between is no silence. */
  pause(handle: Handle): void;
  /** Forgets what has fallen silent. */
  forget(handles: readonly Handle[]): void;
  /** Judges and learns readings that were derived from many series. */
  read(readings: readonly Reading[]): void;
}
