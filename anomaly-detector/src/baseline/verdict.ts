import { scoreOfEvidence } from '../numerics/score.ts';
import { calibrate, holdBack } from './calibration.ts';
import type { Frame } from './frame.ts';
import { kindOfComponent } from './kind.ts';
import { at, wide } from './layout.ts';
import { isLeftOut, part } from './parts.ts';
import type { Point } from './point.ts';
import type { Prediction } from './prediction.ts';
import { learnRows, measureRecords, type RecordRow, type RecordVerdict, takeRecords } from './records.ts';
import { isWorthwhile, spreadFloor } from './scale.ts';
import type { Traits } from './traits.ts';

/** Rows shorter than this never alert alone: the records wait for longer rows, the band adds rows up. */
const tellingRowS = 10;
/** The middle position of the knob, at which the band's evidence counts as it is. */
const mediumThreshold = 2;

const record: RecordVerdict = { strength: 0, component: -1, direction: 0 };
const recordRow: RecordRow = {
  x: 0,
  residual: 0,
  season: 0,
  rows: 0,
  isSeasonal: false,
  intervalS: 1,
  floor: 0,
  isSilent: false,
  without: 0,
};

/** Whether the rows of a series are long enough to be evidence one by one. */
export const isTelling = (intervalS: number): boolean => intervalS >= tellingRowS;

/** Whether a deviation in this direction is bad. */
export const isBad = (direction: number, worse: Traits['worse']): boolean =>
  direction > 0 ? worse !== 'down' : direction < 0 ? worse !== 'up' : false;

/** How far the row sets a record, in alert thresholds; takes it into the ranges. */
export function judgeRecords(frame: Frame, prediction: Prediction): number {
  const { f, o, x, rows, w, wo, judging } = frame;
  recordRow.x = x;
  recordRow.residual = rows === 0 ? 0 : x - prediction.mixed;
  recordRow.season = frame.season;
  recordRow.rows = rows;
  recordRow.isSilent = frame.row.t < w[wo + wide.silentUntil]!;
  recordRow.isSeasonal = !Number.isNaN(prediction.day);
  recordRow.intervalS = frame.intervalS;
  recordRow.floor = spreadFloor(judging.traits, f[o + at.meanSlow]! + frame.origin);
  recordRow.without = judging.without;
  measureRecords(f, o, recordRow, record);
  const calibrated = calibrate(f, o, record.strength);
  const strength = isLeftOut(judging.without, part.calibration) ? record.strength : calibrated;
  const recorded = strength / judging.threshold;
  takeRecords(f, o, recorded >= 1 && !isLeftOut(judging.without, part.alarmMemory));
  return recorded;
}

/**
 * Puts the three kinds of evidence together; the strongest names the kind.
 * `gathered` is that of the band, `recorded` that of the records, `gap` that of the silence before the row.
 */
export function conclude(frame: Frame, gathered: number, recorded: number, gap: number, into: Point): void {
  const { traits, threshold } = frame.judging;
  const banded = doesBandCount(frame) ? (gathered * mediumThreshold) / threshold : 0;
  const single = singleEvidence(frame, recorded, gap, into);
  const strongest = Math.max(single, banded);
  const passed = isLeftOut(frame.judging.without, part.hold)
    ? strongest
    : holdBack(frame.f, frame.o, strongest, 1);
  into.evidence = Math.max(banded, passed);
  into.score = scoreOfEvidence(passed);
  if (banded >= single) into.kind = banded > 0 ? 'shift' : '';
  else if (recorded >= gap || traits.worse !== 'both') {
    into.kind = kindOfComponent(record.component);
    into.direction = record.direction;
  } else into.kind = 'gap';
}

/** Where nothing is known of a series but its values, and rows are long, the records know its tail better once they are settled. */
const doesBandCount = ({ judging, intervalS, rows }: Frame): boolean =>
  judging.traits.isKnown || !isTelling(intervalS) || rows < learnRows;

function singleEvidence(frame: Frame, recorded: number, gap: number, point: Point): number {
  if (!isTelling(frame.intervalS)) return 0;
  const { traits } = frame.judging;
  const isRecordBad =
    isBad(record.direction, traits.worse) && isWorthwhile(traits, frame.row.value, point.expected);
  return Math.max(isRecordBad ? recorded : 0, traits.worse === 'both' ? gap : 0);
}
