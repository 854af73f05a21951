import type { Frame } from './frame.ts';
import { at } from './layout.ts';
import * as quiet from './quiet.ts';

// Constants of this module, see `engine.ts`.
const { rowsOfQuiet } = quiet;

const { alarmQuiet, alarmRows, alarms } = at;

/** Share of an alarming row that the ranges take over at the first alarm of a series; at the n-th, n squared times as much. */
const firstShare = 0.025;
/** Rows without alarm after which the next one is another, fewer where they are long. */
const quietRows = 60;
/** Seconds over which an alarm is forgotten: five weeks. */
const memoryS = 3e6;
/** Most that is forgotten in one row. */
const mostForgotten = 0.01;
/** Alarming rows from which on an alarm is an incident and no stray value, and how little it counts as the series' own way then. */
const incidentRows = 3;
const incidentCounts = 0.2;
/** Alarming rows after which the deviation counts as the new normal, and the share that is taken from then on. */
const lastingRows = 72;
const lastingShare = 0.3;

/** By so much a series becomes less sensitive for each alarm but one that is remembered: most of them are stray values. */
const cautionPerAlarm = 0.06;
const mostCaution = 1.5;

/** Rows for which an alarm is sudden: one that goes on for longer may be the series' new way. */
const suddenRows = 12;

/** A series that never alarmed. */
export function clearAlarms(f: Float32Array, o: number): void {
  f[o + alarmQuiet] = quietRows;
}

/** How much stronger than elsewhere a record must be where alarms keep coming back: 1 to 1.5. */
export const caution = (f: Float32Array, o: number): number =>
  Math.min(mostCaution, 1 + cautionPerAlarm * Math.max(0, f[o + alarms]! - 1));

/**
 * Share of a row that the ranges take over: all of an ordinary one, little of one that alarms, so that a large incident
 * does not hide the next one; more where alarms keep coming back, for then they are the series' own way, and where this
 * one has lasted. An alarm that the row itself does not bear out is the echo of an earlier one: it counts as quiet.
 */
export function takenShare(frame: Frame, isAlarming: boolean): number {
  const { f, o, intervalS } = frame;
  if (f[o + alarms]! > 0) f[o + alarms] = f[o + alarms]! * (1 - Math.min(mostForgotten, intervalS / memoryS));
  if (isAlarming) return takenOfAlarm(frame);
  countQuiet(f, o);
  return 1;
}

function takenOfAlarm({ f, o, intervalS, bornePower }: Frame): number {
  const isFresh = bornePower >= 1;
  if (isFresh) countAlarm(f, o, intervalS);
  else countQuiet(f, o);
  const share = Math.min(1, firstShare * Math.max(1, f[o + alarms]!) ** 2);
  return isFresh && f[o + alarmRows]! > lastingRows ? Math.max(share, lastingShare) : share;
}

function countQuiet(f: Float32Array, o: number): void {
  if (f[o + alarmQuiet]! < quietRows) f[o + alarmQuiet] = f[o + alarmQuiet]! + 1;
}

/** Whether the row in work, which alarms, does so by itself, and its alarm has only begun; known once the row was taken. */
export const isSudden = ({ f, o, bornePower }: Frame): boolean =>
  bornePower >= 1 && f[o + alarmRows]! > 0 && f[o + alarmRows]! <= suddenRows;

/** Whether the row in work is the first of an alarm; known once the row was taken. */
export const isFirst = ({ f, o, bornePower }: Frame): boolean => bornePower >= 1 && f[o + alarmRows] === 1;

function countAlarm(f: Float32Array, o: number, intervalS: number): void {
  if (f[o + alarmQuiet]! >= rowsOfQuiet(quietRows, intervalS)) {
    f[o + alarms] = f[o + alarms]! + 1;
    f[o + alarmRows] = 0;
  }
  f[o + alarmQuiet] = 0;
  f[o + alarmRows] = f[o + alarmRows]! + 1;
  if (f[o + alarmRows] === incidentRows) f[o + alarms] = Math.max(0, f[o + alarms]! - (1 - incidentCounts));
}
