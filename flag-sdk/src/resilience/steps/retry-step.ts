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

/** A call that is tried again until it succeeds, or the attempts, the budget or its time are used up. */
const tryAgain = <T>(
  parts: LiveParts,
  next: Next<T>,
  ports: { readonly now: () => number; readonly random: () => number },
  settle: Settle<T>,
) => {
  let again = 0;
  const attempt = (call: Call<T>): void =>
    next(call, (settled, at) => {
      const { policy, budget } = parts;
      if (settled.outcome !== 'failure' && settled.outcome !== 'timeout') return settle(settled, at);
      if (again >= policy.retry.attempts) return settle(settled, at);
      const waitMs = retryWaitMs(again + 1, ports.random());
      if (at + waitMs >= call.deadlineAt || !budget.trySpend(policy.retry, at)) return settle(settled, at);
      again += 1;
      waitFor(call, waitMs, (isCancelled) => {
        const arrivedAt = ports.now();
        if (isCancelled) return settle({ outcome: 'cancelled', error: call.signal?.reason }, arrivedAt);
        const endsAt = endOf(policy.timeoutMs, call.deadlineAt, arrivedAt);
        attempt({ ...call, arrivedAt, startedAt: arrivedAt, endsAt, release: holdsNothing });
      });
    });
  return attempt;
};

/**
 * Tries failed and timed-out work again where it may be repeated, after a jittered wait and out of a budget.
 * What was refused here is not tried again: that would add load where there is too much.
 */
export const retryStep =
  <T>(parts: LiveParts, now: () => number, random: () => number): Step<T> =>
  (next) =>
  (call, settle) => {
    if (!call.isRepeatable) {
      next(call, settle);
      return;
    }
    parts.budget.call(call.arrivedAt);
    tryAgain(parts, next, { now, random }, settle)(call);
  };
