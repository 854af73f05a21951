import { cumulativeOf } from '../histogram/fixed-bounds.ts';
import { countOf, type HistogramPoint } from '../histogram/histogram-point.ts';
import { type Batch, type HistogramSample, staleMark } from './batch.ts';
import { CallRows } from './call-rows.ts';
import { ClassicBuckets } from './classic-buckets.ts';
import type { Handle, Learning } from './learning.ts';
import type { Limits } from './limits.ts';
import { learnQuantiles, pauseQuantiles } from './quantiles.ts';
import type { Outcome, Refusal } from './refusal.ts';
import { type Bucket, type Call, type CallHistogram, type Histogram, nameOf, role } from './role.ts';
import { Roles } from './roles.ts';
import { SeriesTable } from './series-table.ts';

/** At the limit, a series that was silent for this long makes room for a new one. */
const idleAtLimitMs = 900_000;
const roomEveryMs = 60_000;

/** Everything of one tenant between decoded samples and what is learnt of them. */
export class Intake {
  readonly table: SeriesTable;
  #limits: Limits;
  #learning: Learning;
  #calls = new CallRows();
  #buckets: ClassicBuckets;
  #roomMadeAt = 0;

  /** `tenant` is '' for the default one; `seed` any 32 bits that a sender cannot know. */
  constructor(tenant: string, limits: Limits, learning: Learning, seed: number) {
    this.#limits = limits;
    this.#learning = learning;
    this.#buckets = new ClassicBuckets(learning);
    this.table = new SeriesTable(limits, new Roles(tenant, learning), seed);
  }

  /** Learns a batch whose series are of this tenant's table; `now` in epoch ms. */
  take(batch: Batch, now: number, outcome: Outcome): void {
    const { series, times, values, startedAt } = batch;
    for (let index = 0; index < batch.length; index += 1) {
      const entry = series[index]!;
      const at = times[index]!;
      const value = values[index]!;
      if (!this.#isInTime(entry, at, value, now, outcome)) continue;
      outcome.samples += 1;
      this.#takeNumber(entry, at, value, startedAt[index]!, now, outcome);
    }
    for (const sample of batch.histograms) this.#takeHistogram(sample, now, outcome);
    this.flush(now);
  }

  /** Completes what has been silent for long enough. */
  flush(now: number): void {
    this.#buckets.flush(now);
    const readings = this.#calls.flush(now);
    if (readings.length > 0) this.#learning.read(readings);
  }

  /** Forgets what was silent for as long as it is known. */
  forget(now: number): void {
    this.#learning.forget(this.table.forget(now, this.#limits.forgetAfterMs));
    this.#calls.forget(now, this.#limits.forgetAfterMs);
  }

  /** At the limit of series, those that are idle make room; at most once a minute. */
  makeRoom(now: number): void {
    if (this.table.count < this.#limits.seriesPerTenant || now - this.#roomMadeAt < roomEveryMs) return;
    this.#roomMadeAt = now;
    this.#learning.forget(this.table.forget(now, Math.min(idleAtLimitMs, this.#limits.forgetAfterMs)));
  }

  /** Whether a sample comes at a time at which it can be learnt; tells the outcome where not. */
  #isInTime(entry: number, at: number, value: number, now: number, outcome: Outcome): boolean {
    const { table } = this;
    const last = table.lastAt[entry]!;
    if (at > now + this.#limits.futureMs) this.#refuse('future', entry, outcome);
    else if (at < now - this.#limits.ageMs) this.#refuse('too_old', entry, outcome);
    else if (at < last) this.#refuse('out_of_order', entry, outcome);
    else if (at === last) {
      if (Object.is(value, table.lastValue[entry])) {
        outcome.samples += 1;
        outcome.pass('repeated');
      } else this.#refuse('duplicate', entry, outcome);
    } else return true;
    return false;
  }

  #refuse(reason: Refusal, entry: number, outcome: Outcome): void {
    outcome.refuse(reason, 1, () => nameOf(this.table.states[entry]!));
  }

  #takeNumber(
    entry: number,
    at: number,
    value: number,
    startedAt: number,
    now: number,
    outcome: Outcome,
  ): void {
    const { table } = this;
    const before = table.lastValue[entry]!;
    const beforeAt = table.lastAt[entry]!;
    const state = table.states[entry]!;
    const its = table.roles[entry]!;
    table.lastAt[entry] = at;
    table.lastValue[entry] = value;
    table.heardAt[entry] = now;
    if (value - value !== 0) {
      if (startedAt === staleMark) {
        outcome.pass('stale');
        if (its <= role.counter) this.#learning.pause(state as Handle);
        else if (its === role.bucket) this.#buckets.end(state as Bucket);
      } else outcome.pass(Number.isNaN(value) ? 'not_a_number' : 'infinite');
      return;
    }
    switch (its) {
      case role.gauge:
        this.#learning.learn(state as Handle, at, value, Number.NaN, now);
        break;
      case role.counter:
        // After a value that is none the growth is unknown.
        if (Number.isFinite(before)) {
          // A start in the millisecond of the last value may be that of both.
          const isReset = value < before || (startedAt > beforeAt && startedAt <= at);
          const growth = isReset ? value : value - before;
          this.#learning.learn(state as Handle, at, (growth * 1000) / (at - beforeAt), Number.NaN, now);
        }
        break;
      case role.bucket:
        this.#buckets.take(state as Bucket, at, value, startedAt, now);
        break;
      default:
        if (!this.#calls.take(state as Call, at, value, now)) this.#refuse('out_of_order', entry, outcome);
    }
  }

  #takeHistogram(
    { series: entry, at, startedAt, point }: HistogramSample,
    now: number,
    outcome: Outcome,
  ): void {
    const { table } = this;
    if (point === null) {
      this.#refuse('histogram_malformed', entry, outcome);
      return;
    }
    const total = startedAt === staleMark ? Number.NaN : countOf(point);
    if (!this.#isInTime(entry, at, total, now, outcome)) return;
    outcome.histograms += 1;
    table.lastAt[entry] = at;
    table.lastValue[entry] = total;
    table.heardAt[entry] = now;
    const state = table.states[entry] as Histogram | CallHistogram;
    if (startedAt === staleMark) {
      outcome.pass('stale');
      state.increments.forget();
      if (table.roles[entry] === role.histogram)
        pauseQuantiles(this.#learning, (state as Histogram).quantiles);
      return;
    }
    const gain = state.increments.take(point, at, startedAt);
    if (table.roles[entry] === role.callHistogram) {
      const { call, totals } = state as CallHistogram;
      if (!this.#takeCalls(call, totals, gain, at, now)) this.#refuse('out_of_order', entry, outcome);
      return;
    }
    const { quantiles } = state as Histogram;
    if (gain !== null) learnQuantiles(this.#learning, quantiles, gain, at, now);
    quantiles.at = at;
  }

  /** A histogram of calls becomes the counters that a scrape would have shown. */
  #takeCalls(
    call: Call,
    totals: Map<number, number>,
    gain: HistogramPoint | null,
    at: number,
    now: number,
  ): boolean {
    if (gain !== null) {
      for (const [bound, count] of cumulativeOf(gain)) totals.set(bound, (totals.get(bound) ?? 0) + count);
    }
    const samples = [...totals].map(([bound, value]) => ({
      id: `${call.id}|${bound}`,
      name: `${call.name}_bucket`,
      labels: { ...call.labels, le: bound === Number.POSITIVE_INFINITY ? '+Inf' : String(bound) },
      value,
    }));
    const all = totals.get(Number.POSITIVE_INFINITY);
    if (all !== undefined)
      samples.push({
        id: call.id,
        name: `${call.name}_count`,
        labels: { ...call.labels, le: '' },
        value: all,
      });
    return this.#calls.stand(call, at, samples, now);
  }
}
