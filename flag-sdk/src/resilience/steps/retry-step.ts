import type { LiveParts } from '../live-parts.ts';
import { retryWaitMs } from '../retry/backoff.ts';
import { type Call, endOf, holdsNothing, type Next, type Settle, type Step } from './step.ts';

/** Waits, unless the call is cancelled meanwhile; gives whether it was. */
const waitFor = <T>(call: Call<T>, ms: number, then: (isCancelled: boolean) => void): void => {
  const { signal } = call;
  const cancel = () => {
    clearTimeout(timer);
    then(true);
  };
  const timer = setTimeout(() => {
    signal?.removeEventListener('abort', cancel);
    then(false);
  }, ms);
  signal?.addEventListener('abort', cancel, { once: true });
};

/** Tries a call again until it succeeds, or the attempts, the budget or its time are used up. */
const tryAgain = <T>(
  parts: LiveParts,
  next: Next<T>,
  ports: { readonly now: () => number; readonly random: () => number },
  first: Call<T>,
) => {
  let again = 0;
  const settle: Settle<T> = (settled, at) => {
    const { policy, budget } = parts;
    if (settled.outcome !== 'failure' && settled.outcome !== 'timeout') return first.settle(settled, at);
    if (again >= policy.retry.attempts) return first.settle(settled, at);
    const waitMs = retryWaitMs(again + 1, ports.random());
    if (at + waitMs >= first.deadlineAt || !budget.trySpend(policy.retry, at)) {
      return first.settle(settled, at);
    }
    again += 1;
    waitFor(first, waitMs, (isCancelled) => {
      const arrivedAt = ports.now();
      if (isCancelled) return first.settle({ outcome: 'cancelled', error: first.signal?.reason }, arrivedAt);
      const endsAt = endOf(policy.timeoutMs, first.deadlineAt, arrivedAt);
      next({ ...first, ...holdsNothing, arrivedAt, startedAt: arrivedAt, endsAt, settle });
    });
  };
  next({ ...first, settle });
};

/**
 * Tries failed and timed-out work again where it may be repeated, after a jittered wait and out of a budget.
 * What was refused here is not tried again: that would add load where there is too much.
 */
export const retryStep =
  <T>(parts: LiveParts, now: () => number, random: () => number): Step<T> =>
  (next) =>
  (call) => {
    if (call.isRepeatable) parts.budget.call(call.arrivedAt);
    if (!call.isRepeatable || parts.policy.retry.attempts === 0) next(call);
    else tryAgain(parts, next, { now, random }, call);
  };
