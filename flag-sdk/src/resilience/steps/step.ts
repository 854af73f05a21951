import type { FlagContext } from '../../client-types.ts';
import type { GuardOutcome } from '../outcome.ts';
import type { Settled } from '../settled.ts';

/** What the steps that let a call pass know of it later. */
interface Passage {
  /** When it got its slot; as long as it has none, when it began. */
  startedAt: number;
  /** The epoch in which the gate let it pass; 0 before that. */
  epoch: number;
}

/**
 * One attempt of a call on its way through the pipeline. Times are on the guard's clock, in milliseconds. What a step does
 * when the attempt is over is a function of the step that takes the call, made once for all calls: a call carries no closures.
 */
export interface Call<T> extends Passage {
  readonly args: readonly unknown[];
  /** Whom the call is for, where the caller said so. */
  readonly context: FlagContext | undefined;
  /** Aborted when the caller does not wait any more. */
  readonly signal: AbortSignal | undefined;
  /** Whether the work may be done twice. */
  readonly isRepeatable: boolean;
  /** When everything of the call must be over. */
  readonly deadlineAt: number;
  /** When this attempt began, and when it must be over. */
  readonly arrivedAt: number;
  readonly endsAt: number;
  /** Told once how and when the attempt ended, in the asynchronous context of the caller. */
  readonly settle: Settle<T>;
  /** Gives back what the call holds: by the step that ends it unrun, else when the work has really ended. */
  release: Release;
  /** Tells the gate that let it pass how it went. */
  report: Report;
}

export type Settle<T> = (settled: Settled<T>, at: number) => void;
export type Release = (call: Passage, hasRun: boolean, at: number) => void;
export type Report = (call: Passage, outcome: GuardOutcome, at: number) => void;
/** The rest of the pipeline, from the view of one step. */
export type Next<T> = (call: Call<T>) => void;
/** A part of the pipeline: it hands the call on, or ends it. */
export type Step<T> = (next: Next<T>) => Next<T>;

const nothing = (): void => {};

/** What an attempt carries as long as it holds no slot and has not passed the gate. */
export const holdsNothing: { release: Release; epoch: number; report: Report } = {
  release: nothing,
  epoch: 0,
  report: nothing,
};

/** When an attempt that begins at `now` must be over. */
export const endOf = (timeoutMs: number | null, deadlineAt: number, now: number): number =>
  timeoutMs === null ? deadlineAt : Math.min(now + timeoutMs, deadlineAt);

/** Tells the gate, and then whoever waits, that an attempt is over. */
export const endCall = <T>(call: Call<T>, settled: Settled<T>, at: number): void => {
  call.report(call, settled.outcome, at);
  call.settle(settled, at);
};

/** Ends a call that was not run. */
export const endUnrun = <T>(call: Call<T>, settled: Settled<T>, at = call.startedAt): void => {
  call.release(call, false, at);
  endCall(call, settled, at);
};

/** Puts steps in front of the work; the first in the list is the first to see a call. */
export const pipeline = <T>(steps: readonly Step<T>[], work: Next<T>): Next<T> =>
  steps.reduceRight((next, step) => step(next), work);
