import { inScope } from '../deadline/call-scope.ts';
import { pastDeadlineCall, type Settled, timedOutCall } from '../settled.ts';
import { type Call, endUnrun, type Next, type Settle } from './step.ts';

/** A judge that throws must not leave the gate without a report. */
const speaksAgainstDependency = (isFailure: (error: unknown) => boolean, error: unknown): boolean => {
  try {
    return isFailure(error);
  } catch {
    return true;
  }
};

const outOfTime = <T>(guard: string, call: Call<T>): Settled<T> =>
  call.endsAt === call.deadlineAt
    ? pastDeadlineCall(guard)
    : timedOutCall(guard, call.endsAt - call.arrivedAt);

/** Begins the work; what it throws at once is its promise's rejection. Guarded calls inside it inherit its end and its signal. */
const begin = <T>(call: Call<T>, signal: AbortSignal): Promise<T> | T => {
  try {
    if (call.endsAt === Number.POSITIVE_INFINITY && call.signal === undefined) return call.work(signal);
    return inScope({ deadlineAt: call.endsAt, signal }, call.work, signal);
  } catch (error) {
    return Promise.reject(error);
  }
};

/**
 * Runs the work of one call, with a signal of its own. Who waits is told at the latest when the time of the call is up or the
 * caller cancels, and the signal is aborted then; what the call holds is released only when the work has really ended.
 */
const run = <T>(
  guard: string,
  isFailure: (error: unknown) => boolean,
  now: () => number,
  call: Call<T>,
  settle: Settle<T>,
) => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isSettled = false;
  const end = (settled: Settled<T>, at: number) => {
    if (isSettled) return;
    isSettled = true;
    if (timer !== undefined) clearTimeout(timer);
    call.signal?.removeEventListener('abort', cancel);
    settle(settled, at);
  };
  const giveUp = (settled: Settled<T>, reason: unknown) => {
    end(settled, now());
    controller.abort(reason);
  };
  const cancel = () => {
    const error = call.signal?.reason;
    giveUp({ outcome: 'cancelled', error }, error);
  };
  if (call.endsAt !== Number.POSITIVE_INFINITY) {
    timer = setTimeout(() => {
      const ms = Math.round(call.endsAt - call.arrivedAt);
      giveUp(outOfTime(guard, call), new DOMException(`The call took longer than ${ms} ms.`, 'TimeoutError'));
    }, call.endsAt - call.startedAt);
  }
  call.signal?.addEventListener('abort', cancel);
  Promise.resolve(begin(call, controller.signal)).then(
    (value) => {
      const at = now();
      call.release(true, at);
      end({ outcome: 'success', value }, at);
    },
    (error: unknown) => {
      const at = now();
      call.release(true, at);
      const isFault = speaksAgainstDependency(isFailure, error);
      end(isFault ? { outcome: 'failure', error } : { outcome: 'success', callersError: error }, at);
    },
  );
};

/** The last step: does the work within what is left of the call's time. */
export const workStep =
  <T>(guard: string, isFailure: (error: unknown) => boolean, now: () => number): Next<T> =>
  (call, settle) => {
    if (call.signal?.aborted) {
      endUnrun(call, settle, { outcome: 'cancelled', error: call.signal.reason });
    } else if (call.endsAt <= call.startedAt) {
      endUnrun(call, settle, outOfTime(guard, call));
    } else {
      run(guard, isFailure, now, call, settle);
    }
  };
