import { refusedCall } from '../settled.ts';
import { endUnrun, type Step } from './step.ts';

/** Ends every call while the kill switch is KILLED. */
export const killSwitchStep =
  <T>(guard: string): Step<T> =>
  (next) =>
  (call, settle) => {
    if (call.isLive()) next(call, settle);
    else endUnrun(call, settle, refusedCall(guard, 'killed'));
  };
