import type { LiveParts } from '../live-parts.ts';
import { pastDeadlineCall, refusedCall, type Settled } from '../settled.ts';
import { type Call, endUnrun, type Next, type Release, type Step } from './step.ts';

type Wait = 'slot' | 'full' | 'time_up' | 'cancelled';

/** Waits in line until a slot is taken, the time of the call is up, or nobody waits for the call any more. */
const waitForSlot = <T>({ bulkhead }: LiveParts, call: Call<T>, leftMs: number): Promise<Wait> =>
  new Promise((resolve) => {
    // A signal tells of its abort once only.
    if (call.signal?.aborted) return resolve('cancelled');
    let timer: NodeJS.Timeout | undefined;
    const leaveLine = bulkhead.wait(() => end('slot'));
    const cancel = () => end('cancelled');
    const end = (wait: Wait) => {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', cancel);
      if (wait !== 'slot') leaveLine?.();
      resolve(wait);
    };
    if (leaveLine === undefined) return end('full');
    if (Number.isFinite(leftMs)) timer = setTimeout(() => end('time_up'), leftMs);
    call.signal?.addEventListener('abort', cancel);
  });

const unservedCall = <T>(guard: string, call: Call<T>, wait: Exclude<Wait, 'slot'>): Settled<T> => {
  if (wait === 'cancelled') return { outcome: 'cancelled', error: call.signal?.reason };
  // A deadline that came before the guard's own time was up says nothing about how busy the guard is.
  if (wait === 'time_up' && call.endsAt === call.deadlineAt) return pastDeadlineCall(guard);
  return refusedCall(guard, 'bulkhead_full');
};

/** Runs the call in a slot. What was asked before the line is asked again `afterLine`, because the world moved on meanwhile. */
export const bulkheadStep = <T>(parts: LiveParts, now: () => number, afterLine: Step<T>): Step<T> => {
  const { bulkhead } = parts;
  const release: Release = ({ startedAt }, hasRun, at) => {
    if (hasRun) parts.workEnded(at - startedAt);
    else bulkhead.leave();
  };
  return (next) => {
    const afterWaiting: Next<T> = afterLine(next);
    return (call) => {
      if (bulkhead.tryEnter()) {
        call.release = release;
        next(call);
        return;
      }
      // A promise keeps the caller's asynchronous context; who frees the slot is somebody else.
      waitForSlot(parts, call, call.endsAt - now()).then((wait) => {
        const at = now();
        if (wait !== 'slot') return endUnrun(call, unservedCall(parts.name, call, wait), at);
        call.startedAt = at;
        call.release = release;
        afterWaiting(call);
      });
    };
  };
};
