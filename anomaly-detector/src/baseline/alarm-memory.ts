import { at } from './layout.ts';

const { alarmQuiet, alarmRows, alarms } = at;

/** Share of an alarming row that the ranges take over at the first alarm of a series; the n-th takes n times as much. */
const firstShare = 0.03;
/** Rows without alarm after which the next one is another. */
const quietRows = 60;
/** Rows over which an alarm is forgotten. */
const memoryRows = 10_000;
const keptOfAlarms = 1 - 1 / memoryRows;
/** Alarming rows after which the deviation counts as the new normal, and the share that is taken from then on. */
const lastingRows = 72;
const lastingShare = 0.3;

/** A series that never alarmed. */
export function clearAlarms(f: Float32Array, o: number): void {
  f[o + alarmQuiet] = quietRows;
}

/**
 * Share of a row that the ranges take over: all of an ordinary one, little of one that alarms, so that a large incident
 * does not hide the next one; more where alarms keep coming back, for then they are the series' own way, and where this
 * one has lasted.
 */
export function takenShare(f: Float32Array, o: number, isAlarming: boolean): number {
  f[o + alarms] = f[o + alarms]! * keptOfAlarms;
  if (!isAlarming) {
    f[o + alarmQuiet] = f[o + alarmQuiet]! + 1;
    return 1;
  }
  if (f[o + alarmQuiet]! >= quietRows) {
    f[o + alarms] = f[o + alarms]! + 1;
    f[o + alarmRows] = 0;
  }
  f[o + alarmQuiet] = 0;
  f[o + alarmRows] = f[o + alarmRows]! + 1;
  const share = Math.min(1, firstShare * Math.max(1, f[o + alarms]!));
  return f[o + alarmRows]! > lastingRows ? Math.max(share, lastingShare) : share;
}
