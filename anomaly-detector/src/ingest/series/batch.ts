import type { HistogramPoint } from '../histogram/histogram-point.ts';
import { IngestError } from '../ingest-error.ts';

/** A histogram of a series (an entry of its tenant's table) at a moment (epoch ms). */
export type HistogramSample = { series: number; at: number; startedAt: number; point: HistogramPoint | null };

const first = 4_096;

/** What marks a sample that ends its series, in place of the moment since which it counts. */
export const staleMark = -1;

/** The samples of one request in columns, used again for the next one. */
export class Batch {
  length = 0;
  series = new Int32Array(first);
  /** Epoch ms. */
  times = new Float64Array(first);
  values = new Float64Array(first);
  /** Since when a counter has counted, epoch ms; 0 for unknown, {@link staleMark} for a sample that ends its series. */
  startedAt = new Float64Array(first);
  histograms: HistogramSample[] = [];
  #most: number;

  /** `most` is the number of samples that one request may have. */
  constructor(most: number) {
    this.#most = most;
  }

  clear(): void {
    this.length = 0;
    this.histograms = [];
  }

  /** Adds a sample whose series is not known yet. Throws {@link IngestError} beyond the limit. */
  add(at: number, value: number, startedAt: number): void {
    const index = this.length;
    this.#assertRoom();
    if (index === this.series.length) this.#grow();
    this.times[index] = at;
    this.values[index] = value;
    this.startedAt[index] = startedAt;
    this.length = index + 1;
  }

  addHistogram(sample: HistogramSample): void {
    this.#assertRoom();
    this.histograms.push(sample);
  }

  /** Tells the samples from `from` on which series they are of. */
  assign(from: number, series: number): void {
    for (let index = from; index < this.length; index += 1) this.series[index] = series;
  }

  #assertRoom(): void {
    if (this.length + this.histograms.length < this.#most) return;
    throw new IngestError(
      'sample_limit',
      `expected at most ${this.#most} samples in a request, got more: send fewer at once (max_samples_per_send), or raise BREAKWATER_SAMPLES_PER_REQUEST`,
    );
  }

  #grow(): void {
    const size = this.series.length * 2;
    const { series, times, values, startedAt } = this;
    this.series = new Int32Array(size);
    this.series.set(series);
    this.times = wider(times, size);
    this.values = wider(values, size);
    this.startedAt = wider(startedAt, size);
  }
}

function wider(column: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(size);
  next.set(column);
  return next;
}
