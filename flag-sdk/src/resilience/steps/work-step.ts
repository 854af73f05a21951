import { inScope } from '../deadline/call-scope.ts';
import { pastDeadlineCall, type Settled, timedOutCall } from '../settled.ts';
import { type Call, endCall, endUnrun, type Next } from './step.ts';

/** What the last step needs: the work itself, who judges its errors, and the guard's clock. */
export interface WorkPorts<T> {
  readonly guard: string;
  readonly work: (signal: AbortSignal, call: Call<T>) => Promise<T> | T;
  readonly isFailure: (error: unknown) => boolean;
  readonly now: () => number;
}

/** A judge that throws must not leave the gate without a report. */
const speaksAgainstDependency = (isFailure: (error: unknown) => boolean, error: unknown): boolean => {
  try {
    return isFailure(error);
  } catch {
    return true;
  }
};

const settledOf = <T>({ isFailure }: WorkPorts<T>, error: unknown): Settled<T> =>
  speaksAgainstDependency(isFailure, error)
    ? { outcome: 'failure', error }
    : { outcome: 'success', callersError: error };

const outOfTime = <T>(guard: string, call: Call<T>): Settled<T> =>
  call.endsAt === call.deadlineAt
    ? pastDeadlineCall(guard)
    : timedOutCall(guard, call.endsAt - call.arrivedAt);

/** Begins the work; what it throws at once is its promise's rejection. Guarded calls inside it inherit its end and its signal. */
const begin = <T>({ work }: WorkPorts<T>, call: Call<T>, signal: AbortSignal): Promise<T> => {
  try {
    if (isUnlimited(call)) return Promise.resolve(work(signal, call));
    return Promise.resolve(inScope({ deadlineAt: call.endsAt, signal }, work, signal, call));
  } catch (error) {
    return Promise.reject(error);
  }
};

/** Whether nothing can cut a call short. */
const isUnlimited = <T>({ endsAt, signal }: Call<T>): boolean =>
  endsAt === Number.POSITIVE_INFINITY && signal === undefined;

const runUnlimited = <T>(ports: WorkPorts<T>, call: Call<T>): void => {
  begin(ports, call, new AbortController().signal).then(
    (value) => {
      const at = ports.now();
      call.release(call, true, at);
      endCall(call, { outcome: 'success', value }, at);
    },
    (error: unknown) => {
      const at = ports.now();
      call.release(call, true, at);
      endCall(call, settledOf(ports, error), at);
    },
  );
};

/**
 * Who waits is told at the latest when the time of the call is up or the caller cancels, and the work's signal is aborted
 * then; what the call holds is released only when the work has really ended.
 */
const runLimited = <T>(ports: WorkPorts<T>, call: Call<T>): void => {
  const { now } = ports;
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isSettled = false;
  const end = (settled: Settled<T>, at: number) => {
    if (isSettled) return;
    isSettled = true;
    if (timer !== undefined) clearTimeout(timer);
    call.signal?.removeEventListener('abort', cancel);
    endCall(call, settled, at);
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
      const reason = new DOMException(`The call took longer than ${ms} ms.`, 'TimeoutError');
      giveUp(outOfTime(ports.guard, call), reason);
    }, call.endsAt - call.startedAt);
  }
  call.signal?.addEventListener('abort', cancel);
  begin(ports, call, controller.signal).then(
    (value) => {
      const at = now();
      call.release(call, true, at);
      end({ outcome: 'success', value }, at);
    },
    (error: unknown) => {
      const at = now();
      call.release(call, true, at);
      end(settledOf(ports, error), at);
    },
  );
};

/** The last step: does the work within what is left of the call's time, with a signal of its own. */
export const workStep =
  <T>(ports: WorkPorts<T>): Next<T> =>
  (call) => {
    if (isUnlimited(call)) {
      runUnlimited(ports, call);
    } else if (call.signal?.aborted) {
      endUnrun(call, { outcome: 'cancelled', error: call.signal.reason });
    } else if (call.endsAt <= call.startedAt) {
      endUnrun(call, outOfTime(ports.guard, call));
    } else {
      runLimited(ports, call);
    }
  };
