import { eitherSignal } from '../deadline/call-scope.ts';
import type { LiveParts } from '../live-parts.ts';
import type { Settled } from '../settled.ts';
import { type Call, endCall, holdsNothing, type Next, type Step } from './step.ts';

/** One of the attempts that run side by side. */
interface Branch {
  readonly controller: AbortController;
  isOver: boolean;
}

/** Runs a call, and a second time beside it after a while; the first success wins and the other is aborted. */
const race = <T>(
  parts: LiveParts,
  next: Next<T>,
  call: Call<T>,
  timing: { readonly now: () => number; readonly afterMs: number },
) => {
  const branches: Branch[] = [];
  let isSettled = false;

  const begin = (startedAt: number) => {
    const branch: Branch = { controller: new AbortController(), isOver: false };
    branches.push(branch);
    const signal = eitherSignal(call.signal, branch.controller.signal);
    next({
      ...call,
      ...holdsNothing,
      startedAt,
      signal,
      release: call.release,
      settle: (settled, at) => end(branch, settled, at),
    });
  };
  const end = (branch: Branch, settled: Settled<T>, at: number) => {
    branch.isOver = true;
    if (isSettled) return;
    if (settled.outcome !== 'success' && branches.some(({ isOver }) => !isOver)) return;
    isSettled = true;
    clearTimeout(timer);
    for (const { controller, isOver } of branches) {
      if (!isOver) controller.abort(new DOMException('Another attempt answered first.', 'AbortError'));
    }
    endCall(call, settled, at);
  };
  const timer = setTimeout(() => {
    const { bulkhead, budget, policy } = parts;
    const startedAt = timing.now();
    if (bulkhead.inUse >= bulkhead.limit || !budget.trySpend(policy.retry, startedAt)) return;
    if (!bulkhead.tryEnter()) return;
    begin(startedAt);
  }, timing.afterMs);
  begin(call.startedAt);
};

/**
 * Begins work that may be repeated a second time when the first takes long: only where the policy names a delay, in a slot of
 * its own, only where one is free, and out of the budget of retries.
 */
export const hedgeStep =
  <T>(parts: LiveParts, now: () => number): Step<T> =>
  (next) =>
  (call) => {
    const { hedgeAfterMs } = parts.policy;
    if (hedgeAfterMs === null || !call.isRepeatable) next(call);
    else race(parts, next, call, { now, afterMs: hedgeAfterMs });
  };
