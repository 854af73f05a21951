import type { Seasons } from '../contract/index.ts';
import { clamp } from '../numerics/clamp.ts';
import { fillingRate, towards } from '../numerics/decay.ts';
import { scoreOfEvidence } from '../numerics/score.ts';
import { clearAlarms } from './alarm-memory.ts';
import type { Band } from './band.ts';
import * as bandModule from './band.ts';
import type { SeriesBank } from './bank.ts';
import { beginSuddenCalibration, clearCalibration } from './calibration.ts';
import * as counterGateModule from './counter-gate.ts';
import * as evidence from './evidence.ts';
import { keepFirstRow, settleFirstRows } from './first-rows.ts';
import { emptyFrame, type Frame, type Judging, type Row } from './frame.ts';
import { holdBack } from './hold.ts';
import * as horizon from './horizon.ts';
import * as layout from './layout.ts';
import * as moment from './moment.ts';
import * as pace from './pace.ts';
import * as parts from './parts.ts';
import * as persistence from './persistence.ts';
import type { Point } from './point.ts';
import type { Prediction } from './prediction.ts';
import * as predictionModule from './prediction.ts';
import * as records from './records.ts';
import * as scale from './scale.ts';
import { clearProfile, dayProfile, weekProfile } from './season.ts';
import { clearStanding } from './standing.ts';
import * as stillness from './stillness.ts';
import * as verdict from './verdict.ts';
import * as warmth from './warmth.ts';
import * as weakEvidence from './weak-evidence.ts';

/** A change too small to matter still says this much, in spreads, so that it pays back what was gathered. */
const smallSpreads = 2;
/** How much a suspected outlier teaches. */
const outlierLearning = 0.25;

// Constants of this module, see `engine.ts`.
const { addBand, emptyBand } = bandModule;
const { passGate, standingBase } = counterGateModule;
const {
  addEvidence,
  addsUp,
  bandSpreads,
  clearEvidence,
  clearGathered,
  dropGathered,
  isGathering,
  keepsAlive,
} = evidence;
const { adoptLevel, horizonSpans, learnHorizons, resetLevels, shiftLevels } = horizon;
const { at, floatStride, wide, wideStride } = layout;
const { setMoment, weekS } = moment;
const { silenceAt, trackPace } = pace;
const { isLeftOut, part } = parts;
const { clearPersistence, persist } = persistence;
const { emptyPrediction, forgoSeason, isWeekInCharge, learnPrediction, predict } = predictionModule;
const { earlyRecord, learnRows, relearnFirstRows, renewDrift, restartResiduals, restartSmoothed } = records;
const { isWorthwhile, toScale } = scale;
const { isWaking } = stillness;
const { conclude, isTelling, judgeRecords } = verdict;
const { rowsToWarm, seasonsOf } = warmth;
const { beginWeakEvidence, showUsual, trustOf } = weakEvidence;

const { horizons, firstRows, level36, previous, seasonInUse } = at;
const { firstDay, interval, lastTime, origin, raw, rows: rowsAt, silentUntil, typicalCount } = wide;

const { counterGate, season: seasonPart } = part;

const frame: Frame = emptyFrame();
const prediction: Prediction = emptyPrediction();
const band: Band = emptyBand();

/** Judges one row against the past of its series, then learns it. O(1), no allocation. */
export function observe(bank: SeriesBank, slot: number, row: Row, judging: Judging, into: Point): void {
  enter(bank, slot, row, judging);
  into.isMissing = Number.isNaN(row.value);
  into.kind = '';
  into.direction = 0;
  into.score = 0;
  if (into.isMissing) passOver(into);
  else judgeAndLearn(into);
}

/** Takes a change that has lasted as the new normal. */
export function adopt(bank: SeriesBank, slot: number): void {
  const o = slot * floatStride;
  const wo = slot * wideStride;
  const f = bank.floats;
  frame.f = f;
  frame.o = o;
  frame.w = bank.wides;
  frame.wo = wo;
  setMoment(frame.moment, bank.wides[wo + lastTime]!, bank.wides[wo + interval]!);
  predict(frame, prediction);
  const hasSeason = f[o + seasonInUse] === 1 && !Number.isNaN(prediction.season);
  adoptLevel(f, o, f[o + level36]! - (hasSeason ? prediction.season : 0));
  dismiss(bank, slot);
}

/** Drops what was gathered against a series, once its alert has ended. */
export function dismiss(bank: SeriesBank, slot: number): void {
  clearEvidence(bank.floats, slot * floatStride, rowsOf(bank, slot) >= rowsToWarm);
}

/** Forgets when the last row came: after a pause of the detector itself, the silence is no evidence. */
export function forgetTime(bank: SeriesBank, slot: number): void {
  bank.wides[slot * wideStride + lastTime] = Number.NaN;
}

/** Lets a series that was not heard for `seconds` go on with what it knows, or begin anew where that is longer than its long memory. */
export function endPause(bank: SeriesBank, slot: number, seconds: number): void {
  dismiss(bank, slot);
  forgetTime(bank, slot);
  if (rowsOf(bank, slot) >= rowsToWarm) clearPersistence(bank.floats, slot * floatStride);
  if (seconds > horizonSpans[1] * intervalOf(bank, slot)) bank.wides[slot * wideStride + rowsAt] = 0;
}

/** Rows with a value that a series has learnt. */
export const rowsOf = (bank: SeriesBank, slot: number): number => bank.wides[slot * wideStride + rowsAt]!;

/** What seasons a series has learnt whose last row came at `t` (epoch s). */
export const learntSeasons = ({ floats, wides }: SeriesBank, slot: number, t: number): Seasons => {
  const o = slot * floatStride;
  return seasonsOf(wides[slot * wideStride + firstDay]!, t, floats[o + seasonInUse] === 1);
};

/** Estimated seconds between two rows of a series; 0 before the second. */
export const intervalOf = (bank: SeriesBank, slot: number): number =>
  bank.wides[slot * wideStride + interval]!;

function enter(bank: SeriesBank, slot: number, row: Row, judging: Judging): void {
  // Most rows come with the same objects: a comparison is cheaper than what the collector wants told of an object in a field.
  if (frame.f !== bank.floats) frame.f = bank.floats;
  if (frame.w !== bank.wides) frame.w = bank.wides;
  if (frame.row !== row) frame.row = row;
  if (frame.judging !== judging) frame.judging = judging;
  frame.o = slot * floatStride;
  frame.wo = slot * wideStride;
  frame.rows = frame.w[frame.wo + rowsAt]!;
  frame.intervalS = frame.w[frame.wo + interval]!;
  frame.origin = frame.w[frame.wo + origin]!;
  frame.base = 0;
  setMoment(frame.moment, row.t, frame.intervalS);
}

function judgeAndLearn(into: Point): void {
  const wakes = isWaking(frame);
  meetCounter();
  if (wakes) frame.rows = 0;
  into.isReady = frame.rows >= rowsToWarm;
  frame.x = toScale(frame.judging.traits, frame.quantity);
  if (frame.rows === 0) begin();
  frame.x -= frame.origin;
  trackPace(frame);
  predict(frame, prediction);
  if (isLeftOut(frame.judging.without, seasonPart)) forgoSeason(prediction);
  if (!Number.isNaN(prediction.week) && isWeekInCharge(frame)) meetWeek();
  followSeason();
  frame.count = frame.row.count;
  judgeBand(into);
  judgeDeviation(into);
  judgeRecords(frame, prediction, into.expected);
  conclude(frame, into);
  learn();
  frame.w[frame.wo + rowsAt] = frame.rows + 1;
}

/** Holds the row against its band; a change too small to matter says little. */
function judgeDeviation(into: Point): void {
  const { traits } = frame.judging;
  const isSmall = traits.isKnown && !isWorthwhile(traits, frame.row.value, into.expected);
  const deviation = isSmall ? clamp(band.deviation, -smallSpreads, smallSpreads) : band.deviation;
  frame.deviation = deviation;
  frame.weak = isSmall ? 0 : deviation;
  into.deviation = deviation;
  into.direction = deviation > 0 ? 1 : deviation < 0 ? -1 : 0;
  const isBeginning = frame.rows < learnRows && !isGathering(frame);
  if (into.isReady) addEvidence(frame);
  else clearGathered(frame);
  if (isBeginning && frame.gathered > 0 && isTooEarly()) dropGathered(frame);
  into.isDeviating = into.isReady && keepsAlive(frame);
  if (addsUp(frame)) showUsual(frame, into);
}

/**
 * Before its records have settled, no deviation begins where the values of a series have been already, or little further. The rows
 * after its first count: that one is among what the series has reached.
 */
const isTooEarly = (): boolean =>
  !frame.judging.traits.isKnown && isTelling(frame.intervalS) && earlyRecord(frame) < frame.judging.threshold;

/** The quantity to judge: the value itself, or the increment of a series that proves to be a counter and begins anew as one. */
function meetCounter(): void {
  frame.quantity = frame.row.value;
  if (frame.judging.traits.isKnown || isLeftOut(frame.judging.without, counterGate)) return;
  if (passGate(frame)) frame.rows = 0;
}

function begin(): void {
  const { f, o, w, wo, x } = frame;
  f.fill(0, o + horizons, o + firstRows);
  w.fill(0, wo, wo + raw);
  clearProfile(f, o, dayProfile);
  clearProfile(f, o, weekProfile);
  clearCalibration(f, o);
  clearAlarms(f, o);
  frame.intervalS = 0;
  frame.origin = x;
  w[wo + origin] = x;
  w[wo + firstDay] = frame.moment.day;
  w[wo + lastTime] = Number.NaN;
}

/** Where the week turns out to explain what the day does not, what was learnt of the residuals is void, and a week must pass. */
function meetWeek(): void {
  const { f, o, w, wo, row } = frame;
  if (w[wo + silentUntil]! > 0) return;
  w[wo + silentUntil] = row.t + weekS;
  restartResiduals(f, o);
}

/** Finds the part of the value that a season explains; moving between with and without shifts the levels once. */
function followSeason(): void {
  const { f, o } = frame;
  const isInUse = !Number.isNaN(prediction.season);
  frame.season = isInUse ? prediction.season : 0;
  if (isInUse !== (f[o + seasonInUse] === 1)) turnSeason(isInUse);
  if (prediction.isSeasonStrong) renewDrift(f, o, frame.rows);
}

function turnSeason(isInUse: boolean): void {
  const { f, o, x, season } = frame;
  if (isInUse) shiftLevels(f, o, -season);
  else resetLevels(f, o, f[o + level36]!);
  f[o + seasonInUse] = isInUse ? 1 : 0;
  restartSmoothed(f, o, x - season);
}

function judgeBand(into: Point): void {
  addBand(frame, band);
  into.expected = band.expected + frame.base;
  into.lower = band.lower + frame.base;
  into.upper = band.upper + frame.base;
  into.isSeasonal = frame.f[frame.o + seasonInUse] === 1;
}

function learn(): void {
  const { w, wo, row, judging, rows } = frame;
  const typical = w[wo + typicalCount]!;
  const share = row.count > 0 && typical > 0 ? Math.min(1, row.count / typical) : 1;
  const doubt = Math.abs(band.deviation) > bandSpreads && rows >= rowsToWarm ? outlierLearning : 1;
  learnHorizons(frame, judging.learning * share * doubt * trustOf(frame));
  if (row.count > 0) w[wo + typicalCount] = towards(typical, row.count, fillingRate(rows, horizonSpans[0]));
  learnPrediction(frame, prediction);
  if (rows < rowsToWarm) learnFirst();
}

function learnFirst(): void {
  const { f, o, rows, x } = frame;
  keepFirstRow(f, o, rows, x);
  const isLast = rows === rowsToWarm - 1;
  if (!isLast) return;
  if (f[o + seasonInUse] === 0) relearnFirstRows(frame, prediction, settleFirstRows(frame));
  beginWeakEvidence(f, o);
  beginSuddenCalibration(f, o);
  clearPersistence(f, o);
  clearStanding(f, o);
}

/** A row without a value: the band stands as it was, what was gathered against it fades, and the silence grows. */
function passOver(into: Point): void {
  const { f, o, w, wo, row, rows, intervalS } = frame;
  const { traits } = frame.judging;
  into.isReady = rows >= rowsToWarm;
  into.deviation = 0;
  into.isDeviating = false;
  into.evidence = 0;
  if (rows === 0) {
    into.expected = Number.NaN;
    into.lower = Number.NaN;
    into.upper = Number.NaN;
    return;
  }
  frame.deviation = 0;
  frame.weak = Number.NaN;
  addEvidence(frame);
  if (into.isReady) persist(f, o, 0, 0);
  predict(frame, prediction);
  frame.x = f[o + previous]!;
  followSeason();
  frame.base = traits.isKnown ? 0 : standingBase(frame);
  // A row without a value is shown the band of a usual one.
  frame.count = row.count === 0 ? w[wo + typicalCount]! : row.count;
  judgeBand(into);
  if (!into.isReady || !isTelling(intervalS) || traits.worse !== 'both') return;
  const silence = silenceAt(frame);
  into.evidence = silence;
  into.isDeviating = silence >= 1;
  frame.suddenPower = 0;
  // A silence that grows is the same one: it is scored once.
  into.score = scoreOfEvidence(holdBack(frame, Math.min(1, silence)));
  into.kind = silence > 0 ? 'gap' : '';
}
