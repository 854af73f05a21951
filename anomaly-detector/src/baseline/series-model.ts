import { clamp } from '../numerics/clamp.ts';
import { fillingRate, towards } from '../numerics/decay.ts';
import { scoreOfEvidence } from '../numerics/score.ts';
import { clearAlarms } from './alarm-memory.ts';
import { addBand, type Band, emptyBand } from './band.ts';
import type { SeriesBank } from './bank.ts';
import { clearCalibration, holdBack } from './calibration.ts';
import { emptyGated, type Gated, passGate, standingBase } from './counter-gate.ts';
import { addEvidence, bandSpreads, keepSpreads } from './evidence.ts';
import { keepFirstRow, settleFirstRows } from './first-rows.ts';
import { emptyFrame, type Frame, type Judging, type Row } from './frame.ts';
import { adoptLevel, horizonSpans, learnHorizons, resetLevels, shiftLevels } from './horizon.ts';
import { at, floatStride, wide, wideStride } from './layout.ts';
import { silenceAt, trackPace } from './pace.ts';
import { isLeftOut, part } from './parts.ts';
import type { Point } from './point.ts';
import { emptyPrediction, forgoSeason, learnPrediction, type Prediction, predict } from './prediction.ts';
import { renewDrift, restartResiduals, restartSmoothed } from './records.ts';
import { isWorthwhile, toScale } from './scale.ts';
import { clearProfile, dayProfile, weekProfile } from './season.ts';
import { conclude, isBad, isTelling, judgeRecords } from './verdict.ts';
import { rowsToWarm } from './warmth.ts';

/** A change too small to matter still says this much, in spreads, so that it pays back what was gathered. */
const smallSpreads = 2;
/** How much a suspected outlier teaches. */
const outlierLearning = 0.25;

const frame: Frame = emptyFrame();
const prediction: Prediction = emptyPrediction();
const band: Band = emptyBand();
const gated: Gated = emptyGated();

/** Judges one row against the past of its series, then learns it. O(1), no allocation. */
export function observe(bank: SeriesBank, slot: number, row: Row, judging: Judging, into: Point): void {
  enter(bank, slot, row, judging);
  into.isMissing = Number.isNaN(row.value);
  const quantity = into.isMissing ? Number.NaN : meetCounter(row.value);
  into.isReady = frame.rows >= rowsToWarm;
  into.kind = '';
  into.direction = 0;
  into.score = 0;
  if (into.isMissing) passOver(into);
  else judgeAndLearn(quantity, into);
}

/** Takes a change that has lasted as the new normal. */
export function adopt(bank: SeriesBank, slot: number): void {
  const o = slot * floatStride;
  const wo = slot * wideStride;
  const f = bank.floats;
  predict(f, o, bank.wides[wo + wide.lastTime]!, prediction);
  const hasSeason = f[o + at.seasonInUse] === 1 && !Number.isNaN(prediction.season);
  adoptLevel(f, o, f[o + at.level36]! - (hasSeason ? prediction.season : 0));
  dismiss(bank, slot);
}

/** Drops what was gathered against a series, once its alert has ended. */
export function dismiss(bank: SeriesBank, slot: number): void {
  const o = slot * floatStride;
  bank.floats[o + at.sumUp] = 0;
  bank.floats[o + at.sumDown] = 0;
}

/** Forgets when the last row came: after a pause of the detector itself, the silence is no evidence. */
export function forgetTime(bank: SeriesBank, slot: number): void {
  bank.wides[slot * wideStride + wide.lastTime] = Number.NaN;
}

/** Rows with a value that a series has learnt. */
export const rowsOf = (bank: SeriesBank, slot: number): number => bank.wides[slot * wideStride + wide.rows]!;

/** Estimated seconds between two rows of a series; 0 before the second. */
export const intervalOf = (bank: SeriesBank, slot: number): number =>
  bank.wides[slot * wideStride + wide.interval]!;

function enter(bank: SeriesBank, slot: number, row: Row, judging: Judging): void {
  frame.f = bank.floats;
  frame.o = slot * floatStride;
  frame.w = bank.wides;
  frame.wo = slot * wideStride;
  frame.row = row;
  frame.judging = judging;
  frame.rows = frame.w[frame.wo + wide.rows]!;
  frame.intervalS = frame.w[frame.wo + wide.interval]!;
  frame.origin = frame.w[frame.wo + wide.origin]!;
  frame.base = 0;
}

function judgeAndLearn(quantity: number, into: Point): void {
  const { f, o, w, wo, row, judging } = frame;
  const { traits } = judging;
  const scaled = toScale(traits, quantity);
  if (frame.rows === 0) begin(scaled);
  const gap = trackPace(frame);
  frame.intervalS = w[wo + wide.interval]!;
  frame.x = scaled - frame.origin;
  predict(f, o, row.t, prediction);
  if (isLeftOut(judging.without, part.season)) forgoSeason(prediction);
  meetWeek();
  frame.season = followSeason();

  judgeBand(frame.x - frame.season, into);
  const isSmall = !isWorthwhile(traits, row.value, into.expected);
  const deviation = isSmall ? clamp(band.deviation, -smallSpreads, smallSpreads) : band.deviation;
  into.deviation = deviation;
  into.direction = Math.sign(deviation);
  into.isDeviating = into.isReady && isBad(deviation, traits.worse) && Math.abs(deviation) >= keepSpreads;
  const gathered = into.isReady ? addEvidence(f, o, deviation, traits.worse, frame.intervalS) : 0;
  conclude(frame, gathered, judgeRecords(frame, prediction), gap, into);

  learn();
  w[wo + wide.rows] = frame.rows + 1;
}

/** The quantity to judge: the value itself, or the increment of a series that proves to be a counter and begins anew as one. */
function meetCounter(value: number): number {
  const { f, o, w, wo, judging } = frame;
  if (judging.traits.isKnown || isLeftOut(judging.without, part.counterGate)) return value;
  passGate(f, o, w, wo, value, intervalsSinceLast(), gated);
  frame.base = gated.base;
  if (gated.hasTurned) frame.rows = 0;
  return gated.value;
}

/** How many rows' time has passed: NaN after a pause of the detector itself, 1 for a row that comes a little late. */
function intervalsSinceLast(): number {
  const { w, wo, row, intervalS } = frame;
  const seconds = row.t - w[wo + wide.lastTime]!;
  if (Number.isNaN(seconds)) return seconds;
  return seconds > 1.5 * intervalS && intervalS > 0 ? seconds / intervalS : 1;
}

function begin(scaled: number): void {
  const { f, o, w, wo, row } = frame;
  f.fill(0, o, o + at.gate);
  w.fill(0, wo, wo + wide.raw);
  clearProfile(f, o, dayProfile);
  clearProfile(f, o, weekProfile);
  clearCalibration(f, o);
  clearAlarms(f, o);
  frame.origin = scaled;
  w[wo + wide.origin] = scaled;
  f[o + at.firstDay] = Math.floor(row.t / 86_400);
  w[wo + wide.lastTime] = Number.NaN;
}

/** When the week profile comes into use, what was learnt of the residuals is void, and a week must pass. */
function meetWeek(): void {
  const { f, o, w, wo, row } = frame;
  if (Number.isNaN(prediction.week) || w[wo + wide.silentUntil]! > 0) return;
  w[wo + wide.silentUntil] = row.t + weekProfile.periodS;
  restartResiduals(f, o);
}

/** The part of the value that a season explains; moving between with and without shifts the levels once. */
function followSeason(): number {
  const { f, o } = frame;
  const wasInUse = f[o + at.seasonInUse] === 1;
  const isInUse = !Number.isNaN(prediction.season);
  if (isInUse && !wasInUse) shiftLevels(f, o, -prediction.season);
  if (!isInUse && wasInUse) resetLevels(f, o, f[o + at.level36]!);
  f[o + at.seasonInUse] = isInUse ? 1 : 0;
  const season = isInUse ? prediction.season : 0;
  if (isInUse !== wasInUse) restartSmoothed(f, o, frame.x - season);
  if (prediction.isSeasonStrong) renewDrift(f, o, frame.rows);
  return season;
}

function judgeBand(value: number, into: Point): void {
  const { f, o, judging, row, intervalS } = frame;
  // A row without a value is shown the band of a usual one.
  const count = into.isMissing && row.count === 0 ? f[o + at.typicalCount]! : row.count;
  addBand(f, o, judging.traits, value, frame.season + frame.origin, count, intervalS, band);
  into.expected = band.expected + frame.base;
  into.lower = band.lower + frame.base;
  into.upper = band.upper + frame.base;
}

function learn(): void {
  const { f, o, row, judging, rows, x } = frame;
  const typical = f[o + at.typicalCount]!;
  const share = row.count > 0 && typical > 0 ? Math.min(1, row.count / typical) : 1;
  const doubt = Math.abs(band.deviation) > bandSpreads && rows >= rowsToWarm ? outlierLearning : 1;
  learnHorizons(frame, judging.learning * share * doubt);
  if (row.count > 0) f[o + at.typicalCount] = towards(typical, row.count, fillingRate(rows, horizonSpans[0]));
  learnPrediction(f, o, rows, row.t, x, prediction);
  if (rows < rowsToWarm) learnFirst();
}

function learnFirst(): void {
  const { f, o, judging, rows, x, origin, intervalS } = frame;
  keepFirstRow(f, o, rows, x);
  const isLast = rows === rowsToWarm - 1;
  if (isLast && f[o + at.seasonInUse] === 0) settleFirstRows(f, o, judging.traits, origin, intervalS);
}

/** A row without a value: the band stands as it was, what was gathered against it fades, and the silence grows. */
function passOver(into: Point): void {
  const { f, o, w, wo, row, rows, judging, intervalS } = frame;
  const { traits } = judging;
  into.deviation = 0;
  into.isDeviating = false;
  into.evidence = 0;
  if (rows === 0) {
    into.expected = Number.NaN;
    into.lower = Number.NaN;
    into.upper = Number.NaN;
    return;
  }
  addEvidence(f, o, 0, traits.worse, intervalS || 1);
  predict(f, o, row.t, prediction);
  frame.x = f[o + at.previous]!;
  frame.season = followSeason();
  frame.base = traits.isKnown ? 0 : standingBase(f, o, w, wo);
  judgeBand(0, into);
  if (!into.isReady || !isTelling(intervalS) || traits.worse !== 'both') return;
  const silence = silenceAt(frame);
  into.evidence = silence;
  into.isDeviating = silence >= 1;
  into.score = scoreOfEvidence(holdBack(f, o, silence, 1));
  into.kind = silence > 0 ? 'gap' : '';
}
