import * as fourthPowerModule from '../numerics/fourth-power.ts';
import { scoreOfEvidence } from '../numerics/score.ts';
import * as alarmMemoryModule from './alarm-memory.ts';
import * as calibrationModule from './calibration.ts';
import type { Frame } from './frame.ts';
import * as holdModule from './hold.ts';
import { kindOfComponent } from './kind.ts';
import * as parts from './parts.ts';
import * as persistence from './persistence.ts';
import type { Point } from './point.ts';
import type { Prediction } from './prediction.ts';
import type { RecordVerdict } from './records.ts';
import * as records from './records.ts';
import * as scale from './scale.ts';
import * as standing from './standing.ts';
import type { Traits } from './traits.ts';

// Constants of this module, see `engine.ts`.
const { caution, isFirst } = alarmMemoryModule;
const { calibrate } = calibrationModule;
const { ageHold, holdBack, wasTold } = holdModule;
const { isLeftOut, part } = parts;
const { endOnset, isOnset, persist } = persistence;
const { learnRows, measureRecords, takeRecords } = records;
const { isWorthwhile } = scale;
const { countStanding, hasStood, tellStanding } = standing;
const { fourthPower, fourthRoot } = fourthPowerModule;

/**
 * Rows shorter than this never alert alone: the records wait for longer rows, the band adds rows up. Ten seconds, less what clocks
 * are off.
 */
const tellingRowS = 9.5;
/** The middle position of the knob, at which the band's evidence counts as it is. */
const mediumThreshold = 2;

/** Evidence of this much is clear, where what is to be told is held against more than chance. */
const clearly = 1.2;
const clearlyPower = fourthPower(clearly);

const { alarmMemory, calibration, hold: holdPart, persistence: persistencePart } = part;

const record: RecordVerdict = {
  sudden: 0.5,
  slow: 0.5,
  borneSudden: 0.5,
  borneSlow: 0.5,
  component: -1,
  direction: 0,
};

/** Whether the rows of a series are long enough to be evidence one by one. */
export const isTelling = (intervalS: number): boolean => intervalS >= tellingRowS;

/** Whether a deviation in this direction is bad. */
export const isBad = (direction: number, worse: Traits['worse']): boolean =>
  direction > 0 ? worse !== 'down' : direction < 0 ? worse !== 'up' : false;

/** Seconds between rows at which a record counts as it is. */
const plainRowS = 300;

/**
 * What a record counts by the seconds between rows: more rows a day set more records by chance, and an alert should be about
 * as rare by the day on any of them.
 */
function weightOfRow(intervalS: number): number {
  if (intervalS !== weighed.intervalS) {
    weighed.intervalS = intervalS;
    weighed.weight = (intervalS / plainRowS) ** 0.03;
  }
  return weighed.weight;
}

/** Series of one interval share it. */
const weighed = { intervalS: Number.NaN, weight: 0.5 };

/** How far the row in work, of which `expected` was expected, sets a record, and what that tells; takes it into the ranges. */
export function judgeRecords(frame: Frame, prediction: Prediction, expected: number): void {
  measureRecords(frame, prediction, record);
  frame.recordedPower = 0;
  frame.bornePower = 0;
  frame.suddenPower = 0;
  frame.standing = 0;
  frame.fresh = 0;
  // There are no records before, and the first rows lie where more will be known of them.
  if (frame.rows >= learnRows) tellRecords(frame, expected);
  takeRecords(frame, frame.recordedPower >= 1 && !isLeftOut(frame.judging.without, alarmMemory));
}

function tellRecords(frame: Frame, expected: number): void {
  const { f, o, judging } = frame;
  if (!isLeftOut(judging.without, calibration)) calibrate(f, o, record);
  const isAny = record.sudden > 0 || record.slow > 0;
  if (isAny) countInThresholds(frame);
  countStanding(f, o, frame.bornePower >= 1);
  // What is good or too small to matter is no part of what lasts: the end of a good burst is a large step down.
  const sudden = record.borneSudden > 0 && doesMatter(frame, expected) ? record.borneSudden : 0;
  const lasting = isLeftOut(judging.without, persistencePart)
    ? record.borneSudden
    : persist(f, o, sudden, record.direction);
  if (!isAny) return;
  frame.standing = fourthRoot(lasting + record.slow);
  frame.suddenPower = record.borneSudden > 0 ? lasting : 0;
  frame.fresh = fourthRoot(frame.suddenPower + record.borneSlow);
}

/** From here on strengths are evidence: 1 is the alert threshold, and its fourth power. */
function countInThresholds(frame: Frame): void {
  const { f, o, judging } = frame;
  const remembers = !isLeftOut(judging.without, alarmMemory);
  const least = remembers ? judging.threshold * caution(f, o) : judging.threshold;
  const each = fourthPower(weightOfRow(frame.intervalS) / least);
  record.sudden *= each;
  record.slow *= each;
  record.borneSudden *= each;
  record.borneSlow *= each;
  frame.recordedPower = record.sudden + record.slow;
  frame.bornePower = record.borneSudden + record.borneSlow;
}

/** Puts the three kinds of evidence together; the strongest names the kind. Only what the row itself bears out is told. */
export function conclude(frame: Frame, into: Point): void {
  // In nearly every row there is no evidence at all.
  if (frame.gathered === 0 && frame.standing === 0 && frame.gap === 0) concludeNothing(frame, into);
  else weigh(frame, into);
}

function weigh(frame: Frame, into: Point): void {
  const { gathered, standing, gap } = frame;
  const { traits, threshold } = frame.judging;
  const banded = gathered > 0 && doesBandCount(frame) ? (gathered * mediumThreshold) / threshold : 0;
  const single = standing > 0 || gap > 0 ? singleEvidence(frame, into, standing) : 0;
  const fresh = frame.fresh < standing ? singleEvidence(frame, into, frame.fresh) : single;
  const told = fresh > banded ? fresh : banded;
  const side = banded >= fresh ? into.direction : record.direction;
  const passed = isLeftOut(frame.judging.without, holdPart)
    ? told
    : holdBack(frame, single > banded ? single : banded, told, fresh >= banded && isAnother(frame), side);
  if (passed >= 1 && frame.bornePower > 0) {
    tellStanding(frame.f, frame.o);
    endOnset(frame.f, frame.o);
  }
  into.evidence = banded > passed ? banded : passed;
  into.score = scoreOfEvidence(passed);
  // Named by what is told; where nothing is, by what there is.
  const isTold = told > 0;
  if (banded >= (isTold ? fresh : single)) into.kind = banded > 0 ? 'shift' : '';
  else if ((isTold ? frame.fresh : standing) >= gap || traits.worse !== 'both') {
    into.kind = kindOfComponent(record.component);
    into.direction = record.direction;
  } else into.kind = 'gap';
}

/**
 * What begins suddenly after a time without alarm is another deviation, even while the slow statistics still echo the last one. So is,
 * to the side of what was told, what clearly would alert by itself and has just begun, or has stood for long: the way back is to the
 * other side.
 */
const isAnother = (frame: Frame): boolean =>
  (frame.suddenPower >= 1 && isFirst(frame)) ||
  (wasTold(frame, record.direction) &&
    ((frame.suddenPower >= clearlyPower && isOnset(frame.f, frame.o, record.direction)) ||
      (frame.fresh >= clearly && hasStood(frame.f, frame.o))));

/** What was told before only grows older. */
function concludeNothing(frame: Frame, into: Point): void {
  if (!isLeftOut(frame.judging.without, holdPart)) ageHold(frame);
  into.evidence = 0;
  into.score = 0;
}

/** Where nothing is known of a series but its values, and rows are long, the records know its tail better once they are settled. */
const doesBandCount = ({ judging, intervalS, rows }: Frame): boolean =>
  judging.traits.isKnown || !isTelling(intervalS) || rows < learnRows;

function singleEvidence(frame: Frame, point: Point, recorded: number): number {
  const { gap } = frame;
  if (!isTelling(frame.intervalS)) return 0;
  const { traits } = frame.judging;
  return Math.max(doesMatter(frame, point.expected) ? recorded : 0, traits.worse === 'both' ? gap : 0);
}

/** Whether the records of the row are bad, and large enough to matter to people. */
const doesMatter = ({ judging, row }: Frame, expected: number): boolean =>
  isBad(record.direction, judging.traits.worse) && isWorthwhile(judging.traits, row.value, expected);
