import { at } from './layout.ts';

/** Share of an alarming row that the ranges take over at the first alarm of a series; the n-th takes n times as much. */
const firstShare = 0.03;
/** Rows without alarm after which the next one is another. */
const quietRows = 60;
/** Rows over which an alarm is forgotten. */
const memoryRows = 10_000;
/** Alarming rows after which the deviation counts as the new normal, and the share that is taken from then on. */
const lastingRows = 72;
const lastingShare = 0.3;

/** A series that never alarmed. */
export function clearAlarms(f: Float32Array, o: number): void {
  f[o + at.alarmQuiet] = quietRows;
}

/**
 * Share of a row that the ranges take over: all of an ordinary one, little of one that alarms, so that a large incident
 * does not hide the next one; more where alarms keep coming back, for then they are the series' own way, and where this
 * one has lasted.
 */
export function takenShare(f: Float32Array, o: number, isAlarming: boolean): number {
  f[o + at.alarms] = f[o + at.alarms]! * (1 - 1 / memoryRows);
  if (!isAlarming) {
    f[o + at.alarmQuiet] = f[o + at.alarmQuiet]! + 1;
    return 1;
  }
  if (f[o + at.alarmQuiet]! >= quietRows) {
    f[o + at.alarms] = f[o + at.alarms]! + 1;
    f[o + at.alarmRows] = 0;
  }
  f[o + at.alarmQuiet] = 0;
  f[o + at.alarmRows] = f[o + at.alarmRows]! + 1;
  const share = Math.min(1, firstShare * Math.max(1, f[o + at.alarms]!));
  return f[o + at.alarmRows]! > lastingRows ? Math.max(share, lastingShare) : share;
}
