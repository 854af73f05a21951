import type { Settled } from '../settled.ts';

/** One attempt of a call on its way through the pipeline. Times are on the guard's clock, in milliseconds. */
export interface Call<T> {
  readonly work: (signal: AbortSignal) => Promise<T> | T;
  /** Whether the kill switch is LIVE for the one whom the call is for. */
  readonly isLive: () => boolean;
  /** Aborted when the caller does not wait any more. */
  readonly signal: AbortSignal | undefined;
  /** Whether the work may be done twice. */
  readonly isRepeatable: boolean;
  /** When everything of the call must be over. */
  readonly deadlineAt: number;
  /** When this attempt began, and when it must be over. */
  readonly arrivedAt: number;
  readonly endsAt: number;
  /** When it got its slot; as long as it has none, when it began. */
  startedAt: number;
  /** Gives back what the call holds: by the step that ends it unrun, else when the work has really ended. */
  release: (hasRun: boolean, at: number) => void;
}

/** Told once how and when a call ended, in the asynchronous context of the caller. */
export type Settle<T> = (settled: Settled<T>, at: number) => void;
/** The rest of the pipeline, from the view of one step. */
export type Next<T> = (call: Call<T>, settle: Settle<T>) => void;
/** A part of the pipeline: it hands the call on, or ends it. */
export type Step<T> = (next: Next<T>) => Next<T>;

/** Nothing to give back. */
export const holdsNothing = (): void => {};

/** When an attempt that begins at `now` must be over. */
export const endOf = (timeoutMs: number | null, deadlineAt: number, now: number): number =>
  timeoutMs === null ? deadlineAt : Math.min(now + timeoutMs, deadlineAt);

/** Ends a call that was not run. */
export const endUnrun = <T>(
  call: Call<T>,
  settle: Settle<T>,
  settled: Settled<T>,
  at = call.startedAt,
): void => {
  call.release(false, at);
  settle(settled, at);
};

/** Puts steps in front of the work; the first in the list is the first to see a call. */
export const pipeline = <T>(steps: readonly Step<T>[], work: Next<T>): Next<T> =>
  steps.reduceRight((next, step) => step(next), work);
