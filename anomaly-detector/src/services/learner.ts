import { alertOf } from '../alerting/alert.ts';
import { type AlertState, learningOf, quietState, stepAlert } from '../alerting/alert-state.ts';
import { type BankSnapshot, SeriesBank, type SlotCopy } from '../baseline/bank.ts';
import { emptyPoint, type Point } from '../baseline/point.ts';
import { adopt, dismiss, forgetTime, intervalOf, observe, rowsOf } from '../baseline/series-model.ts';
import { type Traits, traitsOf } from '../baseline/traits.ts';
import { warmthOf } from '../baseline/warmth.ts';
import type { Alert, Series, Warmth } from '../contract/index.ts';

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
export type LearnerSnapshot = { bank: BankSnapshot; series: Omit<Learnt, 'traits'>[] };

/** An alert is given up where its series falls silent for this long. */
const silentMs = 60_000;

/** Learns series and raises one alert per deviation. Time comes with the readings. */
export class Learner {
  #bank = new SeriesBank();
  #series = new Map<string, Learnt>();
  #threshold: number;
  #before: Map<string, Before> | null;
  #without: number;
  readonly point: Point = emptyPoint();

  /**
   * With `canUndo` the state before each reading is kept, so that the reading can be taken back. `without` leaves out parts
   * of the model, see `baseline/parts.ts`.
   */
  constructor(sensitivity: Sensitivity = 'medium', options: { canUndo?: boolean; without?: number } = {}) {
    this.#threshold = sensitivities[sensitivity];
    this.#before = options.canUndo === true ? new Map() : null;
    this.#without = options.without ?? 0;
  }

  /**
   * Judges and learns one reading. Returns what became of the alert of its series, or null without one.
   * A series that is not `isJudged` has a band and never an alert.
   */
  read(reading: Reading, isJudged = true): AlertChange | null {
    const learnt = this.#series.get(reading.series.key) ?? this.#admit(reading.series);
    this.#before?.set(reading.series.key, {
      state: this.#bank.copySlot(learnt.slot),
      alert: structuredClone(learnt.alert),
    });
    const { slot, alert: state, traits } = learnt;
    const { at, value, count } = reading;
    const learning = learningOf(state);
    observe(
      this.#bank,
      slot,
      { t: at / 1000, value, count },
      { traits, learning, threshold: this.#threshold, without: this.#without },
      this.point,
    );
    this.#remember(learnt, reading);
    if (!isJudged) return null;
    const step = stepAlert(state, { at, value, intervalS: intervalOf(this.#bank, slot) }, this.point);
    if (step.type === 'none') return null;
    if (step.type !== 'ended') {
      return { type: step.type, alert: alertOf(learnt.series, step.held, at, null) };
    }
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
  }

  /** Ends the alerts of series that no longer report. */
  sweep(now: number): Alert[] {
    const ended: Alert[] = [];
    for (const learnt of this.#series.values()) {
      const { held } = learnt.alert;
      if (held === null || now - learnt.at < Math.max(silentMs, 10_000 * intervalOf(this.#bank, learnt.slot)))
        continue;
      learnt.alert = quietState();
      dismiss(this.#bank, learnt.slot);
      ended.push(alertOf(learnt.series, held, now, Math.max(held.startsAt, learnt.at)));
    }
    return ended;
  }

  find(key: string): Learnt | undefined {
    return this.#series.get(key);
  }

  list(): Learnt[] {
    return [...this.#series.values()];
  }

  warmthOf(learnt: Learnt): Warmth {
    return warmthOf(rowsOf(this.#bank, learnt.slot), intervalOf(this.#bank, learnt.slot));
  }

  intervalOf(learnt: Learnt): number {
    return intervalOf(this.#bank, learnt.slot);
  }

  /** Share of the rows of a series, since its first value, that carried one. */
  presenceOf(learnt: Learnt): number {
    return learnt.met === 0 ? 0 : rowsOf(this.#bank, learnt.slot) / learnt.met;
  }

  snapshot(): LearnerSnapshot {
    const series = this.list().map(({ traits: _, alert, ...rest }) => ({
      ...rest,
      alert: alert.held === null ? { ...alert } : structuredClone(alert),
    }));
    return { bank: this.#bank.snapshot(), series };
  }

  /** Takes over a snapshot; the pause since it was taken is no evidence of anything. */
  restore(snapshot: LearnerSnapshot): void {
    this.resume(snapshot);
    this.forgetPause();
  }

  /** Takes over a snapshot and goes on with the very next reading, as if there had been no pause. */
  resume(snapshot: LearnerSnapshot): void {
    this.#bank = SeriesBank.restore(snapshot.bank);
    this.#series = new Map(
      snapshot.series.map((item) => [item.series.key, { ...item, traits: traitsOf(item.series) }]),
    );
  }

  /** The time until the next readings is no silence: the detector itself did not listen. */
  forgetPause(): void {
    for (const { slot } of this.#series.values()) forgetTime(this.#bank, slot);
  }

  #admit(series: Series): Learnt {
    const learnt: Learnt = {
      series,
      slot: this.#bank.allocate(),
      traits: traitsOf(series),
      alert: quietState(),
      at: 0,
      value: Number.NaN,
      expected: Number.NaN,
      lower: Number.NaN,
      upper: Number.NaN,
      met: 0,
    };
    this.#series.set(series.key, learnt);
    return learnt;
  }

  #remember(learnt: Learnt, reading: Reading): void {
    learnt.at = reading.at;
    learnt.value = reading.value;
    learnt.expected = this.point.expected;
    learnt.lower = this.point.lower;
    learnt.upper = this.point.upper;
    if (learnt.met > 0 || !Number.isNaN(reading.value)) learnt.met += 1;
  }
}
