import { clamp } from '../numerics/clamp.ts';
import { fillingRate, towards } from '../numerics/decay.ts';
import { scoreOfEvidence } from '../numerics/score.ts';
import { addBand, type Band, emptyBand } from './band.ts';
import type { SeriesBank } from './bank.ts';
import { calibrate, clearCalibration, holdBack } from './calibration.ts';
import { addEvidence, keepSpreads } from './evidence.ts';
import { gapEvidence } from './gap.ts';
import { adoptLevel, horizonAt, horizonSpans, learnHorizon, shiftLevels } from './horizon.ts';
import { kindOfComponent } from './kind.ts';
import { at, floatStride, horizonCount, wide, wideStride } from './layout.ts';
import type { Point } from './point.ts';
import { emptyPrediction, learnPrediction, type Prediction, predict } from './prediction.ts';
import { observeRecords, type RecordRow, type RecordVerdict } from './records.ts';
import { isWorthwhile, spreadFloor, toScale } from './scale.ts';
import { clearProfile, dayProfile, weekProfile } from './season.ts';
import type { Traits } from './traits.ts';
import { rowsToWarm } from './warmth.ts';

/** One row of a series: time in epoch seconds, NaN for no value, NaN for an unknown number of requests behind it. */
export type Row = { t: number; value: number; count: number };

/** How a row is judged and learnt. */
export type Judging = {
  traits: Traits;
  /** 0 to 1: how much to learn from this row; alerted rows teach nothing until the change has lasted. */
  learning: number;
  /** Strength of a record that makes an alert; the one knob of sensitivity. */
  threshold: number;
};

/** Rows shorter than this never alert alone: the records wait for longer rows, the band adds rows up. */
const tellingRowS = 10;
/** Spreads beyond which a row is a suspected outlier and teaches a quarter. */
const outlierSpreads = 4;

const prediction: Prediction = emptyPrediction();
const band: Band = emptyBand();
const record: RecordVerdict = { strength: 0, component: -1, direction: 0 };
const recordRow: RecordRow = { x: 0, residual: 0, rows: 0, isSeasonal: false, intervalS: 1, floor: 0 };

/** Judges one row against the past of its series, then learns it. O(1), no allocation. */
export function observe(bank: SeriesBank, slot: number, row: Row, judging: Judging, into: Point): void {
  const f = bank.floats;
  const w = bank.wides;
  const o = slot * floatStride;
  const wo = slot * wideStride;
  const { traits } = judging;
  const rows = w[wo + wide.rows]!;
  into.isMissing = Number.isNaN(row.value);
  into.kind = '';
  into.direction = 0;
  into.score = 0;
  into.isReady = rows >= rowsToWarm;
  if (into.isMissing) {
    passOver(f, o, w, wo, row, traits, into);
    return;
  }
  const scaled = toScale(traits, row.value);
  if (rows === 0) begin(f, o, w, wo, row.t, scaled);
  const gap = trackTime(w, wo, row.t, rows);
  const intervalS = w[wo + wide.interval]!;
  const origin = w[wo + wide.origin]!;
  const x = scaled - origin;

  predict(f, o, w, wo, row.t, prediction);
  const season = followSeason(f, o);
  judgeBand(f, o, row, traits, x - season, season + origin, intervalS, into);
  const isWarm = into.isReady;
  const deviation = isWorthwhile(traits, row.value, into.expected)
    ? into.deviation
    : clamp(into.deviation, -2, 2);
  into.deviation = deviation;
  into.direction = Math.sign(deviation);
  into.isDeviating = isWarm && isBad(deviation, traits.worse) && Math.abs(deviation) >= keepSpreads;
  const gathered = isWarm ? addEvidence(f, o, deviation, traits.worse, intervalS) : 0;
  const recorded = judgeRecords(f, o, x, rows, intervalS, origin, judging);
  combine(f, o, gathered, recorded, gap, intervalS, row.value, traits, into);

  learn(f, o, row, x, season, origin, rows, judging);
  w[wo + wide.rows] = rows + 1;
}

/** Takes a change that has lasted as the new normal. */
export function adopt(bank: SeriesBank, slot: number): void {
  const o = slot * floatStride;
  const wo = slot * wideStride;
  const f = bank.floats;
  predict(f, o, bank.wides, wo, bank.wides[wo + wide.lastTime]!, prediction);
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

function begin(f: Float32Array, o: number, w: Float64Array, wo: number, t: number, scaled: number): void {
  f.fill(0, o, o + floatStride);
  clearProfile(f, o, dayProfile);
  clearProfile(f, o, weekProfile);
  clearCalibration(f, o);
  w[wo + wide.origin] = scaled;
  w[wo + wide.firstDay] = Math.floor(t / 86_400);
  w[wo + wide.lastTime] = Number.NaN;
  w[wo + wide.interval] = 0;
  w[wo + wide.longestGap] = 0;
}

/** Keeps the running interval and returns the evidence that the silence before this row was unusual. */
function trackTime(w: Float64Array, wo: number, t: number, rows: number): number {
  const last = w[wo + wide.lastTime]!;
  w[wo + wide.lastTime] = t;
  if (Number.isNaN(last) || t <= last) return 0;
  const seconds = t - last;
  const interval = w[wo + wide.interval]!;
  if (interval === 0) {
    w[wo + wide.interval] = seconds;
    return 0;
  }
  const evidence = rows > rowsToWarm ? gapEvidence(seconds, interval, w[wo + wide.longestGap]!) : 0;
  w[wo + wide.longestGap] = Math.max(w[wo + wide.longestGap]! * 0.9999, seconds);
  w[wo + wide.interval] = towards(interval, Math.min(seconds, 4 * interval), Math.max(0.02, 1 / rows));
  return evidence;
}

/** The part of the value that a season explains; moving between with and without shifts the levels once. */
function followSeason(f: Float32Array, o: number): number {
  const wasInUse = f[o + at.seasonInUse] === 1;
  const isInUse = !Number.isNaN(prediction.season);
  if (isInUse && !wasInUse) shiftLevels(f, o, -prediction.season);
  if (!isInUse && wasInUse) adoptLevel(f, o, f[o + at.level36]!);
  f[o + at.seasonInUse] = isInUse ? 1 : 0;
  return isInUse ? prediction.season : 0;
}

function judgeBand(
  f: Float32Array,
  o: number,
  row: Row,
  traits: Traits,
  x: number,
  base: number,
  intervalS: number,
  into: Point,
): void {
  addBand(f, o, traits, x, base, row.count, intervalS, band);
  into.expected = band.expected;
  into.lower = band.lower;
  into.upper = band.upper;
  into.deviation = band.deviation;
}

function judgeRecords(
  f: Float32Array,
  o: number,
  x: number,
  rows: number,
  intervalS: number,
  origin: number,
  judging: Judging,
): number {
  recordRow.x = x;
  recordRow.residual = rows === 0 ? 0 : x - prediction.mixed;
  recordRow.rows = rows;
  recordRow.isSeasonal = !Number.isNaN(prediction.day);
  recordRow.intervalS = intervalS;
  recordRow.floor = spreadFloor(judging.traits, f[o + at.meanSlow]! + origin);
  observeRecords(f, o, recordRow, record);
  return calibrate(f, o, record.strength) / judging.threshold;
}

/** Puts the three kinds of evidence together; the strongest names the kind. */
function combine(
  f: Float32Array,
  o: number,
  gathered: number,
  recorded: number,
  gap: number,
  intervalS: number,
  value: number,
  traits: Traits,
  into: Point,
): void {
  const isTelling = intervalS >= tellingRowS;
  const isRecordBad =
    isTelling && isBad(record.direction, traits.worse) && isWorthwhile(traits, value, into.expected);
  const single = Math.max(isRecordBad ? recorded : 0, isTelling && traits.worse === 'both' ? gap : 0);
  const passed = holdBack(f, o, Math.max(single, gathered), 1);
  into.evidence = Math.max(gathered, passed);
  into.score = scoreOfEvidence(passed);
  if (gathered >= single) {
    into.kind = gathered > 0 ? 'shift' : '';
  } else if (recorded >= gap) {
    into.kind = kindOfComponent(record.component);
    into.direction = record.direction;
  } else into.kind = 'gap';
}

function learn(
  f: Float32Array,
  o: number,
  row: Row,
  x: number,
  season: number,
  origin: number,
  rows: number,
  judging: Judging,
): void {
  const { traits } = judging;
  const typical = f[o + at.typicalCount]!;
  const share = row.count > 0 && typical > 0 ? Math.min(1, row.count / typical) : 1;
  const doubt = Math.abs(band.deviation) > outlierSpreads && rows >= rowsToWarm ? 0.25 : 1;
  const learning = judging.learning * share * doubt;
  for (let i = 0; i < horizonCount; i += 1) {
    const h = horizonAt(o, i);
    const floor = spreadFloor(traits, f[h + 1]! + season + origin);
    learnHorizon(f, h, horizonSpans[i]!, x - season, floor, learning);
  }
  if (row.count > 0) f[o + at.typicalCount] = towards(typical, row.count, fillingRate(rows, 90));
  learnPrediction(f, o, rows, row.t, x, prediction);
}

/** A row without a value: the band stands as it was, and what was gathered against it fades. */
function passOver(
  f: Float32Array,
  o: number,
  w: Float64Array,
  wo: number,
  row: Row,
  traits: Traits,
  into: Point,
): void {
  into.deviation = 0;
  into.isDeviating = false;
  into.evidence = 0;
  if (w[wo + wide.rows] === 0) {
    into.expected = Number.NaN;
    into.lower = Number.NaN;
    into.upper = Number.NaN;
    return;
  }
  addEvidence(f, o, 0, traits.worse, w[wo + wide.interval]! || 1);
  predict(f, o, w, wo, row.t, prediction);
  const season = followSeason(f, o);
  judgeBand(f, o, row, traits, 0, season + w[wo + wide.origin]!, w[wo + wide.interval]!, into);
  into.deviation = 0;
}

const isBad = (direction: number, worse: Traits['worse']): boolean =>
  direction > 0 ? worse !== 'down' : direction < 0 ? worse !== 'up' : false;
