import type { Series } from '../contract/index.ts';
import type { Reading } from '../services/learner.ts';
import { InstanceReader, type InstanceRow } from './instance-row.ts';
import type { WrittenSeries } from './remote-write.ts';
import type { Sample } from './sample.ts';
import { ServiceReader } from './service-rows.ts';

/** An instance that is being collected: samples of one moment may come in several writes. */
type Collecting = { at: number; samples: Sample[]; reader: InstanceReader; heardAt: number };
type Pending = { at: number; rows: Map<string, InstanceRow>; openedAt: number };

/** Silence after which a row is taken as complete: writers send a scrape within this. */
const completeMs = 3_000;
/** A series further in the future than this comes from a wrong clock. */
const mostFutureMs = 60_000;
const derivedNames =
  /^(http_(server|client)_request_duration_seconds_(bucket|count|sum)|nodejs_eventloop_lag_p90_seconds|bus_consumer_lag_seconds|process_start_time_seconds)$/;

/** Turns remote writes into readings: what carries a `service` label is derived like a scrape, all else is learnt as it is. */
export class WrittenRows {
  #instances = new Map<string, Collecting>();
  #pending = new Map<string, Pending>();
  #services = new ServiceReader();
  #plain = new Map<string, { series: Series; at: number }>();
  /** Series known at most; further ones are not taken in. */
  #mostSeries: number;
  #dropped = 0;

  constructor(mostSeries: number) {
    this.#mostSeries = mostSeries;
  }

  /** Samples passed over: late, from the future, not numbers, or of a series beyond the limit. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes one write; returns the readings that it completed. `now` in epoch ms. */
  take(written: readonly WrittenSeries[], now: number): Reading[] {
    const readings: Reading[] = [];
    for (const series of written) {
      const service = series.labels.service;
      for (const { at, value } of series.samples) {
        if (at > now + mostFutureMs) this.#dropped += 1;
        else if (service !== undefined && derivedNames.test(series.name))
          this.#collect(service, series, at, value, now, readings);
        else this.#learnAsIs(series, at, value, readings);
      }
    }
    readings.push(...this.flush(now));
    return readings;
  }

  /** Completes what has been silent for long enough. */
  flush(now: number): Reading[] {
    const readings: Reading[] = [];
    for (const [id, collecting] of this.#instances) {
      if (collecting.samples.length > 0 && now - collecting.heardAt >= completeMs)
        this.#complete(id, collecting, now, readings);
    }
    for (const [service, pending] of this.#pending) {
      if (now - pending.openedAt >= completeMs) this.#emit(service, pending, readings);
    }
    return readings;
  }

  #collect(
    service: string,
    series: WrittenSeries,
    at: number,
    value: number,
    now: number,
    readings: Reading[],
  ): void {
    const id = `${service}\u0000${series.labels.instance ?? ''}`;
    let collecting = this.#instances.get(id);
    if (collecting === undefined) {
      collecting = { at, samples: [], reader: new InstanceReader(), heardAt: now };
      this.#instances.set(id, collecting);
    }
    if (at < collecting.at || Number.isNaN(value)) {
      this.#dropped += 1;
      return;
    }
    if (at > collecting.at) {
      if (collecting.samples.length > 0) this.#complete(id, collecting, now, readings);
      collecting.at = at;
    }
    collecting.heardAt = now;
    collecting.samples.push({ id: idOf(series), name: series.name, labels: series.labels, value });
  }

  #complete(id: string, collecting: Collecting, now: number, readings: Reading[]): void {
    const row = collecting.reader.read(collecting.samples, collecting.at);
    const { at } = collecting;
    collecting.samples = [];
    if (row === null) return;
    const [service, instance] = id.split('\u0000') as [string, string];
    const pending = this.#pending.get(service);
    if (pending?.rows.has(instance)) this.#emit(service, pending, readings);
    const open = this.#pending.get(service) ?? { at, rows: new Map(), openedAt: now };
    open.at = Math.max(open.at, at);
    open.rows.set(instance, row);
    this.#pending.set(service, open);
  }

  #emit(service: string, pending: Pending, readings: Reading[]): void {
    this.#pending.delete(service);
    const rows = [...pending.rows.values()];
    readings.push(...this.#services.read({ service, targets: 0, up: 0, rows }, pending.at));
  }

  #learnAsIs(written: WrittenSeries, at: number, value: number, readings: Reading[]): void {
    const key = idOf(written);
    let known = this.#plain.get(key);
    if (known === undefined) {
      if (this.#plain.size >= this.#mostSeries) {
        this.#dropped += 1;
        return;
      }
      known = { series: plainSeries(key, written), at: 0 };
      this.#plain.set(key, known);
    }
    if (at <= known.at || !Number.isFinite(value)) {
      this.#dropped += 1;
      return;
    }
    known.at = at;
    readings.push({ series: known.series, at, value, count: Number.NaN });
  }
}

function plainSeries(key: string, { name, labels }: WrittenSeries): Series {
  const service = labels.service ?? labels.job ?? labels.instance ?? 'unknown';
  return {
    key,
    service,
    direction: 'self',
    peer: '',
    metric: name,
    unit: '',
    signal: 'other',
    worse: 'both',
  };
}

function idOf({ name, labels }: Pick<WrittenSeries, 'name' | 'labels'>): string {
  const parts = Object.keys(labels)
    .filter((label) => label !== '__name__')
    .sort()
    .map((label) => `${label}=${JSON.stringify(labels[label])}`);
  return `${name}{${parts.join(',')}}`;
}
