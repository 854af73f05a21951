import type { LiveParts } from '../live-parts.ts';
import { refusedCall } from '../settled.ts';
import { endUnrun, type Step } from './step.ts';

/** Ends calls beyond the rate that the policy allows. */
export const rateLimitStep =
  <T>(parts: LiveParts): Step<T> =>
  (next) =>
  (call) => {
    if (parts.rateLimit === undefined || parts.rateLimit.tryTake(call.arrivedAt)) next(call);
    else endUnrun(call, refusedCall(parts.name, 'rate_limited'));
  };
