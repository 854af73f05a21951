import type { Reading } from '../services/learner.ts';
import { Batch, staleMark } from './series/batch.ts';
import { Intake } from './series/intake.ts';
import { LabelBytes } from './series/label-bytes.ts';
import type { Handle, Learning } from './series/learning.ts';
import { type Limits, usualLimits } from './series/limits.ts';
import { Outcome } from './series/refusal.ts';
import { settle } from './series/settle.ts';

/** One series with its labels and values in order of time (epoch ms); NaN where it has ended. */
export type WrittenSeries = {
  name: string;
  labels: Readonly<Record<string, string>>;
  samples: readonly { at: number; value: number }[];
  /** What its source says that it is; where it says nothing the name decides. */
  kind?: 'counter' | 'gauge' | null;
};

/** Turns series that were fetched or read into readings, just as those that are pushed: of any age, and without learning them. */
export class WrittenRows {
  #limits: Limits;
  #intake: Intake;
  #batch = new Batch(Number.POSITIVE_INFINITY);
  #labels = new LabelBytes();
  #readings: Reading[] = [];
  #refused = 0;

  /** `mostSeries` are known at most; further ones are passed over. */
  constructor(mostSeries: number) {
    this.#limits = { ...usualLimits, seriesPerTenant: mostSeries, ageMs: Number.POSITIVE_INFINITY };
    this.#intake = new Intake('', this.#limits, this.#learning(), 0);
  }

  /** Samples passed over: late, from the future, or of a series beyond the limit. */
  get dropped(): number {
    return this.#refused;
  }

  /** Takes some series; returns the readings that they completed. `now` in epoch ms. */
  take(written: readonly WrittenSeries[], now: number): Reading[] {
    const { table } = this.#intake;
    const [batch, outcome] = [this.#batch, new Outcome(this.#limits)];
    batch.clear();
    this.#intake.makeRoom(now);
    for (const { name, labels, samples, kind = null } of written) {
      const since = { samples: batch.length, histograms: 0 };
      for (const { at, value } of samples) batch.add(at, value, Number.isNaN(value) ? staleMark : 0);
      this.#labels.clear();
      this.#labels.addText('__name__', name);
      for (const label of Object.keys(labels).sort()) {
        if (label !== '__name__') this.#labels.addText(label, labels[label]!);
      }
      settle({ table, batch, outcome, now }, since, this.#labels.bytes, 0, this.#labels.length, {
        kind,
        unit: '',
      });
    }
    this.#intake.take(batch, now, outcome);
    this.#refused += outcome.refusedCount;
    return this.#taken();
  }

  /** Completes what has been silent for long enough. */
  flush(now: number): Reading[] {
    this.#intake.flush(now);
    return this.#taken();
  }

  /** Forgets what has been silent for as long as it is known; to be called about once a minute. */
  forget(now: number): void {
    this.#intake.forget(now);
  }

  #taken(): Reading[] {
    const readings = this.#readings;
    this.#readings = [];
    return readings;
  }

  #learning(): Learning {
    return {
      admit: (series) => ({ series }),
      learn: ({ series }: Handle, at, value, count) => this.#readings.push({ series, at, value, count }),
      pause: () => undefined,
      forget: () => undefined,
      read: (readings) => {
        for (const reading of readings) this.#readings.push(reading);
      },
    };
  }
}
