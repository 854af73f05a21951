import type { GateReport } from '../gate/gate.ts';
import type { LiveParts } from '../live-parts.ts';
import type { GuardOutcome } from '../outcome.ts';
import { refusedCall } from '../settled.ts';
import { endUnrun, type Step } from './step.ts';

/** Ends a call at once while the gate lets nobody pass, so that it does not wait in line for nothing. */
export const gateCheckStep =
  <T>(parts: LiveParts): Step<T> =>
  (next) =>
  (call, settle) => {
    if (parts.gate.admits(call.arrivedAt)) next(call, settle);
    else endUnrun(call, settle, refusedCall(parts.name, 'breaker_open'));
  };

/**
 * A dependency that was cut off by the caller, by somebody else's deadline or by the time that was lost in line did not have
 * its time: that says nothing about it.
 */
const reportOf = (outcome: GuardOutcome, tookMs: number, timeoutMs: number | null): GateReport => {
  switch (outcome) {
    case 'success':
      return 'success';
    case 'timeout':
      return timeoutMs !== null && tookMs < timeoutMs / 2 ? 'nothing' : 'failure';
    case 'failure':
      return 'failure';
    default:
      return 'nothing';
  }
};

/** Takes the gate's permission, and tells the gate how the work went. */
export const gateStep =
  <T>(parts: LiveParts): Step<T> =>
  (next) =>
  (call, settle) => {
    const { gate } = parts;
    const { startedAt } = call;
    const epoch = gate.enter(startedAt);
    if (epoch === 0) {
      endUnrun(call, settle, refusedCall(parts.name, 'breaker_open'));
      return;
    }
    next(call, (settled, endedAt) => {
      const tookMs = endedAt - startedAt;
      gate.leave(epoch, reportOf(settled.outcome, tookMs, parts.policy.timeoutMs), tookMs, endedAt);
      settle(settled, endedAt);
    });
  };
