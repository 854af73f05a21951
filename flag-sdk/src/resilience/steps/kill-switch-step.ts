import { refusedCall } from '../settled.ts';
import { type Call, endUnrun, type Step } from './step.ts';

/** Ends every call while the kill switch is KILLED for the one whom it is for. */
export const killSwitchStep =
  <T>(guard: string, isLive: (call: Call<T>) => boolean): Step<T> =>
  (next) =>
  (call) => {
    if (isLive(call)) next(call);
    else endUnrun(call, refusedCall(guard, 'killed'));
  };
