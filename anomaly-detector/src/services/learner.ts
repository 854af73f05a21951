import { applyAccepted } from '../alerting/accepted-pattern.ts';
import { alertOf } from '../alerting/alert.ts';
import {
  type AlertState,
  copyState,
  type JudgedRow,
  learningOf,
  quietState,
  stepAlert,
} from '../alerting/alert-state.ts';
import type { MuteWindow } from '../alerting/mute-window.ts';
import { isMuted } from '../alerting/series-rules.ts';
import { type BankSnapshot, SeriesBank, type SlotCopy } from '../baseline/bank.ts';
import type { Judging, Row } from '../baseline/frame.ts';
import { floatStride, wideStride } from '../baseline/layout.ts';
import { emptyPoint, type Point } from '../baseline/point.ts';
import {
  adopt,
  dismiss,
  endPause,
  forgetTime,
  intervalOf,
  learntSeasons,
  observe,
  rowsOf,
} from '../baseline/series-model.ts';
import { plainTraits, type Traits, traitsOf } from '../baseline/traits.ts';
import { warmthOf } from '../baseline/warmth.ts';
import type { Alert, Seasons, Series, Warmth } from '../contract/index.ts';
import { AlertPolicy } from './alert-policy.ts';
import type { Weighed } from './overall-warmth.ts';

/** One value of one series; NaN for a missing value, NaN for an unknown number of requests behind it. */
export type Reading = { series: Series; at: number; value: number; count: number };

/** The three positions of the one knob, as the strength of a record that makes an alert. */
export const sensitivities = { low: 2.5, medium: 2, high: 1.75 } as const;
export type Sensitivity = keyof typeof sensitivities;

/** A series as the learner holds it. */
export type Learnt = {
  series: Series;
  slot: number;
  traits: Traits;
  /** When no alert of it starts. */
  mute: readonly MuteWindow[];
  alert: AlertState;
  /** Epoch ms of the last row, and its value. */
  at: number;
  value: number;
  expected: number;
  lower: number;
  upper: number;
  /** Rows met since the first value, with or without one. */
  met: number;
};

type Before = { state: SlotCopy; alert: AlertState };

/** What a reading did to the alert of its series. */
export type AlertChange = { type: 'started' | 'continued' | 'ended'; alert: Alert };

/** Everything learnt, to be stored and restored. */
export type LearnerSnapshot = { bank: BankSnapshot; series: Omit<Learnt, 'traits' | 'mute'>[] };

/** What is learnt of some series beside who they are. */
export type LearntNumbers = {
  floats: Float32Array;
  wides: Float64Array;
  /** The columns of each series. */
  rows: Float64Array;
  alerts: [index: number, alert: AlertState][];
};

/** Some of the series, from place `first` on. */
export type LearnerPart = { first: number; version: number; series: Series[]; numbers: LearntNumbers };

const columns = ['at', 'value', 'expected', 'lower', 'upper', 'met'] as const;

const emptySlot: SlotCopy = {
  floats: new Float32Array(floatStride),
  wides: new Float64Array(wideStride),
};

/** An alert is given up where its series falls silent for this long. */
const silentMs = 60_000;

/** Learns series and raises one alert per deviation. Time comes with the readings. */
export class Learner {
  #bank = new SeriesBank();
  #series = new Map<string, Learnt>();
  /** Series whose first value is still to come, and may never do so: they have no place. */
  #expected = new Map<string, Learnt>();
  #alerting = new Set<Learnt>();
  #serving = new Set<Learnt>();
  /** By slot the series, and when it was put there, counted in moves. */
  #places: (Learnt | undefined)[] = [];
  #changes: number[] = [];
  #changed = 0;
  /** Places of series that were forgotten. */
  #free: number[] = [];
  #before: Map<string, Before> | null;
  /** Filled anew for each row. */
  #row: Row = { t: 0, value: 0, count: 0 };
  #judging: Judging;
  #policy: AlertPolicy;
  #met: JudgedRow = { at: 0, previousAt: 0, value: 0, intervalS: 0 };
  readonly point: Point = emptyPoint();

  /**
   * With `canUndo` the state before each reading is kept, so that the reading can be taken back. `without` leaves out parts
   * of the model, see `baseline/parts.ts`. `policy` is what people have laid down about alerts.
   */
  constructor(
    sensitivity: Sensitivity = 'medium',
    options: { canUndo?: boolean; without?: number; policy?: AlertPolicy } = {},
  ) {
    this.#policy = options.policy ?? new AlertPolicy();
    this.#judging = {
      traits: plainTraits,
      learning: 1,
      threshold: sensitivities[sensitivity],
      without: options.without ?? 0,
    };
    this.#before = options.canUndo === true ? new Map() : null;
  }

  /**
   * Judges and learns one reading. Returns what became of the alert of its series, or null without one.
   * A series that is not `isJudged` has a band and never an alert.
   */
  read(reading: Reading, isJudged = true): AlertChange | null {
    const learnt = this.admit(reading.series);
    this.#before?.set(reading.series.key, {
      state: this.#bank.copySlot(learnt.slot),
      alert: copyState(learnt.alert),
    });
    return this.observe(learnt, reading.at, reading.value, reading.count, isJudged);
  }

  /** The same for a series that is at hand: without a look-up, and nothing is made that must be cleared away. */
  observe(learnt: Learnt, at: number, value: number, count: number, isJudged: boolean): AlertChange | null {
    if (learnt.slot < 0) this.#revive(learnt);
    const { slot, alert: state } = learnt;
    this.#row.t = at / 1000;
    this.#row.value = value;
    this.#row.count = count;
    this.#judging.traits = learnt.traits;
    this.#judging.learning = learningOf(state);
    observe(this.#bank, slot, this.#row, this.#judging, this.point);
    const accepted = this.#policy.acceptedOf(learnt.series.key);
    if (accepted !== undefined && applyAccepted(accepted, value, this.point)) dismiss(this.#bank, slot);
    this.#met.previousAt = learnt.at;
    this.#remember(learnt, at, value);
    const { mute } = learnt;
    if (!isJudged || (mute.length > 0 && state.held === null && isMuted(mute, at))) {
      state.onset = null;
      return null;
    }
    this.#met.at = at;
    this.#met.value = value;
    this.#met.intervalS = intervalOf(this.#bank, slot);
    const step = stepAlert(state, this.#met, this.point);
    if (step.type === 'none') return null;
    if (step.type !== 'ended') {
      this.#alerting.add(learnt);
      return { type: step.type, alert: alertOf(learnt.series, step.held, at, null) };
    }
    this.#alerting.delete(learnt);
    if (step.isAdopted) adopt(this.#bank, slot);
    else dismiss(this.#bank, slot);
    return { type: 'ended', alert: alertOf(learnt.series, step.held, at, step.endsAt) };
  }

  /** Takes back the last reading of a series, as if it had never come. */
  undo(key: string): void {
    const learnt = this.#series.get(key);
    const before = this.#before?.get(key);
    if (learnt === undefined || before === undefined) return;
    this.#bank.restoreSlot(learnt.slot, before.state);
    learnt.alert = before.alert;
    if (before.alert.held === null) this.#alerting.delete(learnt);
    else this.#alerting.add(learnt);
  }

  /** Ends the alerts of series that no longer report. */
  sweep(now: number): Alert[] {
    const ended: Alert[] = [];
    const alerting = [...this.#alerting].sort((a, b) => a.slot - b.slot);
    for (const learnt of alerting) {
      const { held } = learnt.alert;
      if (held === null || now - learnt.at < Math.max(silentMs, 10_000 * intervalOf(this.#bank, learnt.slot)))
        continue;
      learnt.alert = quietState();
      this.#alerting.delete(learnt);
      dismiss(this.#bank, learnt.slot);
      ended.push(alertOf(learnt.series, held, now, Math.max(held.startsAt, learnt.at)));
    }
    return ended;
  }

  find(key: string): Learnt | undefined {
    return this.#series.get(key);
  }

  /** The series as it is learnt; a new one is taken in. */
  admit(series: Series): Learnt {
    const known = this.#series.get(series.key);
    if (known !== undefined) return known;
    const learnt = this.expect(series);
    this.#place(learnt);
    return learnt;
  }

  /** The series as it is learnt; a new one is taken in with its first value. */
  expect(series: Series): Learnt {
    const known = this.#series.get(series.key) ?? this.#expected.get(series.key);
    if (known !== undefined) return known;
    const learnt = this.#unlearnt(series);
    this.#expected.set(series.key, learnt);
    return learnt;
  }

  /**
   * Forgets a series and gives its place to the next new one; read again, it begins anew. Returns its alert, which ends with it,
   * or null without one.
   */
  forget(learnt: Learnt): Alert | null {
    if (this.#expected.get(learnt.series.key) === learnt) this.#expected.delete(learnt.series.key);
    if (learnt.slot < 0 || this.#series.get(learnt.series.key) !== learnt) return null;
    const { held } = learnt.alert;
    this.#series.delete(learnt.series.key);
    this.#alerting.delete(learnt);
    this.#serving.delete(learnt);
    this.#free.push(learnt.slot);
    this.#move(learnt.slot, undefined);
    learnt.slot = -1;
    learnt.alert = quietState();
    return held === null ? null : alertOf(learnt.series, held, learnt.at, Math.max(held.startsAt, learnt.at));
  }

  /** The next row does not follow on the last one: the time between is no silence. */
  pause(learnt: Learnt): void {
    if (learnt.slot >= 0) forgetTime(this.#bank, learnt.slot);
  }

  /** Every series, without a copy of them all. */
  each(): IterableIterator<Learnt> {
    return this.#series.values();
  }

  /** The latencies with which services answer. */
  serving(): ReadonlySet<Learnt> {
    return this.#serving;
  }

  get size(): number {
    return this.#series.size;
  }

  list(): Learnt[] {
    return [...this.#series.values()];
  }

  warmthOf(learnt: Learnt): Warmth {
    return warmthOf(rowsOf(this.#bank, learnt.slot), intervalOf(this.#bank, learnt.slot));
  }

  seasonsOf(learnt: Learnt): Seasons {
    return learntSeasons(this.#bank, learnt.slot, learnt.at / 1000);
  }

  intervalOf(learnt: Learnt): number {
    return intervalOf(this.#bank, learnt.slot);
  }

  /** How warm a series is, and which share of its rows since its first value carried one. */
  weigh(learnt: Learnt): Weighed {
    const presence = learnt.met === 0 ? 0 : rowsOf(this.#bank, learnt.slot) / learnt.met;
    return { presence, warmth: this.warmthOf(learnt) };
  }

  snapshot(): LearnerSnapshot {
    const series = this.list().map(({ traits: _, mute: __, alert, ...rest }) => ({
      ...rest,
      alert: copyState(alert),
    }));
    return { bank: this.#bank.snapshot(), series };
  }

  /**
   * All that is learnt, at most `many` series at once: each part is as it was when it was asked for, and its numbers stay until the
   * next one is. Who its series are is told apart from what is learnt of them, as it seldom changes: while `version` is the same they are.
   */
  *parts(many: number): Generator<LearnerPart> {
    const room = emptyNumbers(Math.min(many, this.#places.length));
    for (let first = 0; first < this.#places.length; first += many) {
      const part = this.#places.slice(first, first + many).filter((learnt) => learnt !== undefined);
      const version = this.#changes.slice(first, first + many).reduce((last, one) => Math.max(last, one), 0);
      if (part.length > 0)
        yield {
          first,
          version,
          series: part.map(({ series }) => series),
          numbers: this.#numbers(part, room),
        };
    }
  }

  /** Takes over a snapshot; the pause since it was taken is no evidence of anything. */
  restore(snapshot: LearnerSnapshot): void {
    this.resume(snapshot);
    this.forgetPause();
  }

  /**
   * Takes over a snapshot after so long a pause that its alerts mean nothing any more. A series goes on with what it knows
   * unless the pause is longer than its memory of levels.
   */
  restoreLate(snapshot: LearnerSnapshot, pausedMs: number): void {
    this.resume(snapshot);
    this.#alerting.clear();
    for (const learnt of this.#series.values()) {
      learnt.alert = quietState();
      endPause(this.#bank, learnt.slot, pausedMs / 1000);
    }
  }

  /** Takes over a snapshot and goes on with the very next reading, as if there had been no pause. */
  resume(snapshot: LearnerSnapshot): void {
    this.#bank = SeriesBank.restore(snapshot.bank);
    this.#series = new Map(
      snapshot.series.map((item) => [
        item.series.key,
        { ...item, ...this.#ruled(item.series), alert: copyState(item.alert) },
      ]),
    );
    this.#alerting = new Set();
    this.#serving = new Set();
    this.#places = Array(this.#bank.count).fill(undefined);
    for (const learnt of this.#series.values()) {
      this.#move(learnt.slot, learnt);
      if (learnt.alert.held !== null) this.#alerting.add(learnt);
      this.#index(learnt);
    }
    this.#free = [...this.#places.keys()].filter((slot) => this.#places[slot] === undefined);
  }

  /** The time until the next readings is no silence: the detector itself did not listen. */
  forgetPause(): void {
    for (const { slot } of this.#series.values()) forgetTime(this.#bank, slot);
  }

  #unlearnt(series: Series): Learnt {
    return {
      series,
      slot: -1,
      ...this.#ruled(series),
      alert: quietState(),
      at: 0,
      value: Number.NaN,
      expected: Number.NaN,
      lower: Number.NaN,
      upper: Number.NaN,
      met: 0,
    };
  }

  #ruled(series: Series): Pick<Learnt, 'traits' | 'mute'> {
    const { worse, mute } = this.#policy.rulingOf(series);
    return { traits: traitsOf({ ...series, worse }), mute };
  }

  /** A series that was expected takes its place. A forgotten one that is read again begins anew, or goes on as the one that has taken its name since. */
  #revive(learnt: Learnt): void {
    const other = this.#series.get(learnt.series.key);
    if (other !== undefined) this.forget(other);
    learnt.alert = quietState();
    learnt.at = 0;
    learnt.met = 0;
    this.#place(learnt);
  }

  #place(learnt: Learnt): void {
    const free = this.#free.pop();
    if (free !== undefined) this.#bank.restoreSlot(free, emptySlot);
    learnt.slot = free ?? this.#bank.allocate();
    this.#expected.delete(learnt.series.key);
    this.#series.set(learnt.series.key, learnt);
    this.#move(learnt.slot, learnt);
    this.#index(learnt);
  }

  #move(slot: number, learnt: Learnt | undefined): void {
    this.#changed += 1;
    this.#places[slot] = learnt;
    this.#changes[slot] = this.#changed;
  }

  #numbers(part: readonly Learnt[], room: LearntNumbers): LearntNumbers {
    const numbers = firstOf(room, part.length);
    part.forEach((learnt, index) => {
      const { slot, alert } = learnt;
      const start = slot * floatStride;
      numbers.floats.set(this.#bank.floats.subarray(start, start + floatStride), index * floatStride);
      numbers.wides.set(
        this.#bank.wides.subarray(slot * wideStride, (slot + 1) * wideStride),
        index * wideStride,
      );
      for (const [column, name] of columns.entries())
        numbers.rows[index * columns.length + column] = learnt[name];
      // Of a series that does not deviate nothing else is asked for.
      if (alert.held !== null || alert.onset !== null) numbers.alerts.push([index, alert]);
    });
    return numbers;
  }

  #index(learnt: Learnt): void {
    if (learnt.series.signal === 'latency' && learnt.series.direction === 'in') this.#serving.add(learnt);
  }

  #remember(learnt: Learnt, at: number, value: number): void {
    learnt.at = at;
    learnt.value = value;
    learnt.expected = this.point.expected;
    learnt.lower = this.point.lower;
    learnt.upper = this.point.upper;
    const hasValue = !Number.isNaN(value);
    // The first row of a series that begins, or begins anew.
    if (hasValue && rowsOf(this.#bank, learnt.slot) === 1) learnt.met = 1;
    else if (learnt.met > 0 || hasValue) learnt.met += 1;
  }
}

const emptyNumbers = (count: number): LearntNumbers => ({
  floats: new Float32Array(count * floatStride),
  wides: new Float64Array(count * wideStride),
  rows: new Float64Array(count * columns.length),
  alerts: [],
});

/** Room for the numbers of `count` series at the beginning of a larger one. */
const firstOf = ({ floats, wides, rows }: LearntNumbers, count: number): LearntNumbers => ({
  floats: floats.subarray(0, count * floatStride),
  wides: wides.subarray(0, count * wideStride),
  rows: rows.subarray(0, count * columns.length),
  alerts: [],
});

/** The parts of what was learnt as one. */
export function joinParts(parts: readonly Pick<LearnerPart, 'series' | 'numbers'>[]): LearnerSnapshot {
  const count = parts.reduce((sum, { series }) => sum + series.length, 0);
  const { floats, wides } = emptyNumbers(count);
  const series: LearnerSnapshot['series'] = [];
  for (const { series: own, numbers } of parts) {
    const before = series.length;
    floats.set(numbers.floats, before * floatStride);
    wides.set(numbers.wides, before * wideStride);
    const alerts = new Map(numbers.alerts);
    own.forEach((one, index) => {
      const row = numbers.rows.subarray(index * columns.length, (index + 1) * columns.length);
      const [at, value, expected, lower, upper, met] = [...row] as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const alert = alerts.get(index) ?? quietState();
      series.push({ series: one, slot: before + index, alert, at, value, expected, lower, upper, met });
    });
  }
  return { bank: { count, floats, wides }, series };
}
