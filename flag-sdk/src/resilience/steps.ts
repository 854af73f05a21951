import type { Bulkhead } from './bulkhead.ts';
import type { Gate } from './gate.ts';
import { refusedCall, type Settled, timedOutCall } from './settled.ts';
import { runWithTimeout } from './timeout.ts';

/** One call on its way through the pipeline. */
export interface Call<T> {
  readonly work: (signal: AbortSignal) => Promise<T> | T;
  readonly arrivedAt: number;
  readonly timeoutMs: number;
  /** Whether the work was begun; it is, or never will be, when the last step returns its promise. */
  hasBegun: boolean;
  /** Frees what the work occupies; called when the work has really ended. */
  onWorkEnd: () => void;
}

/** The rest of the pipeline, from the view of one step. */
export type Next<T> = (call: Call<T>) => Promise<Settled<T>>;
/** A part of the pipeline: it hands the call on, or ends it. */
export type Step<T> = (next: Next<T>) => Next<T>;

/** Ends every call while the kill switch is KILLED. */
export const killSwitchStep =
  <T>(guard: string, isKilled: () => boolean): Step<T> =>
  (next) =>
  (call) =>
    isKilled() ? Promise.resolve(refusedCall(guard, 'killed')) : next(call);

/** Ends a call at once while the gate lets nobody pass, so that it does not wait in line for nothing. */
export const gateCheckStep =
  <T>(guard: string, gate: Gate): Step<T> =>
  (next) =>
  (call) =>
    gate.admits(call.arrivedAt) ? next(call) : Promise.resolve(refusedCall(guard, 'breaker_open'));

/** Waits in line until a slot is taken, at most `timeoutMs`; gives whether it was. */
const waitForSlot = (bulkhead: Bulkhead, timeoutMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const leaveLine = bulkhead.wait(() => {
      clearTimeout(timer);
      resolve(true);
    });
    const timer = setTimeout(() => {
      leaveLine?.();
      resolve(false);
    }, timeoutMs);
    if (leaveLine === undefined) {
      clearTimeout(timer);
      resolve(false);
    }
  });

/** Runs the call in a slot. What was asked before the line is asked again `afterLine`, because the world moved on meanwhile. */
export const bulkheadStep =
  <T>(guard: string, bulkhead: Bulkhead, afterLine: Step<T>): Step<T> =>
  (next) => {
    const inSlot =
      (rest: Next<T>): Next<T> =>
      (call) => {
        call.onWorkEnd = () => bulkhead.leave();
        const settled = rest(call);
        if (!call.hasBegun) bulkhead.leave();
        return settled;
      };
    const atOnce = inSlot(next);
    const afterWaiting = inSlot(afterLine(next));
    return async (call) => {
      if (bulkhead.tryEnter()) return atOnce(call);
      if (!(await waitForSlot(bulkhead, call.timeoutMs))) return refusedCall(guard, 'bulkhead_full');
      return afterWaiting(call);
    };
  };

/** Takes the gate's permission, and tells the gate how the work went. */
export const gateStep =
  <T>(guard: string, gate: Gate, now: () => number): Step<T> =>
  (next) =>
  (call) => {
    const startedAt = now();
    const epoch = gate.enter(startedAt);
    if (epoch === 0) return Promise.resolve(refusedCall(guard, 'breaker_open'));
    return next(call).then((settled) => {
      const endedAt = now();
      const report = settled.outcome === 'success' ? 'success' : 'failure';
      gate.leave(epoch, report, endedAt - startedAt, endedAt);
      return settled;
    });
  };

/** A judge that throws must not leave the gate without a report. */
const speaksAgainstDependency = (isFailure: (error: unknown) => boolean, error: unknown): boolean => {
  try {
    return isFailure(error);
  } catch {
    return true;
  }
};

/** The last step: does the work within what is left of the call's time. */
export const workStep =
  <T>(guard: string, isFailure: (error: unknown) => boolean, now: () => number): Next<T> =>
  async (call) => {
    call.hasBegun = true;
    const leftMs = Math.max(1, call.timeoutMs - (now() - call.arrivedAt));
    const end = await runWithTimeout(call.work, leftMs, call.onWorkEnd);
    switch (end.kind) {
      case 'value':
        return { outcome: 'success', value: end.value };
      case 'timeout':
        return timedOutCall(guard, call.timeoutMs);
      case 'error':
        return speaksAgainstDependency(isFailure, end.error)
          ? { outcome: 'failure', error: end.error }
          : { outcome: 'success', callersError: end.error };
    }
  };

/** Puts steps in front of the work; the first in the list is the first to see a call. */
export const pipeline = <T>(steps: readonly Step<T>[], work: Next<T>): Next<T> =>
  steps.reduceRight((next, step) => step(next), work);
