import type { GateReport } from '../gate/gate.ts';
import type { LiveParts } from '../live-parts.ts';
import type { GuardOutcome } from '../outcome.ts';
import { refusedCall } from '../settled.ts';
import { endUnrun, type Report, type Step } from './step.ts';

/** Ends a call at once while the gate lets nobody pass, so that it does not wait in line for nothing. */
export const gateCheckStep =
  <T>(parts: LiveParts): Step<T> =>
  (next) =>
  (call) => {
    if (parts.gate.admits(call.arrivedAt)) next(call);
    else endUnrun(call, refusedCall(parts.name, 'breaker_open'));
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

/** Takes the gate's permission, and has the gate told how the work went. */
export const gateStep = <T>(parts: LiveParts): Step<T> => {
  const { gate } = parts;
  const report: Report = ({ epoch, startedAt }, outcome, at) => {
    const tookMs = at - startedAt;
    gate.leave(epoch, reportOf(outcome, tookMs, parts.policy.timeoutMs), tookMs, at);
  };
  return (next) => (call) => {
    const epoch = gate.enter(call.startedAt);
    if (epoch === 0) {
      endUnrun(call, refusedCall(parts.name, 'breaker_open'));
      return;
    }
    call.epoch = epoch;
    call.report = report;
    next(call);
  };
};
