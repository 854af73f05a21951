import type { HistogramPoint } from './histogram-point.ts';

/** The buckets of a classic histogram at one moment, gathered as they come: each is a series of its own. */
export class ClassicGroup {
  readonly #bounds: number[] = [];
  readonly #values: number[] = [];
  readonly #isHere: boolean[] = [];
  #order: number[] = [];
  #here = 0;
  /** Epoch ms of what is being gathered. */
  at = 0;
  startedAt = 0;
  /** When the first of it came, epoch ms. */
  openedAt = 0;

  /** Takes note of a bucket by its upper bound and returns its number; an upper bound that is known keeps its own. */
  member(bound: number): number {
    const known = this.#bounds.indexOf(bound);
    if (known >= 0) return known;
    this.#bounds.push(bound);
    this.#values.push(0);
    this.#isHere.push(false);
    this.#order = this.#bounds.map((_, index) => index).sort((a, b) => this.#bounds[a]! - this.#bounds[b]!);
    return this.#bounds.length - 1;
  }

  get isEmpty(): boolean {
    return this.#here === 0;
  }

  /** Every bucket ever seen is here. */
  get isWhole(): boolean {
    return this.#here === this.#bounds.length;
  }

  /** Puts the cumulative count of a bucket. */
  put(member: number, value: number): void {
    if (!this.#isHere[member]) this.#here += 1;
    this.#isHere[member] = true;
    this.#values[member] = value;
  }

  /** What has been gathered, as buckets that are not cumulative; begins anew. */
  close(): HistogramPoint {
    const present = this.#order.filter((member) => this.#isHere[member]);
    const upper = present.map((member) => this.#bounds[member]!);
    const totals = present.map((member) => this.#values[member]!);
    this.#isHere.fill(false);
    this.#here = 0;
    return {
      layout: upper.join(),
      lower: upper.map((bound, index) =>
        index === 0 ? (bound > 0 ? 0 : Number.NEGATIVE_INFINITY) : upper[index - 1]!,
      ),
      upper,
      // A scrape may see one bucket a request later than the next: none has a negative count.
      counts: totals.map((total, index) => Math.max(0, total - (index === 0 ? 0 : totals[index - 1]!))),
      counted: 'total',
    };
  }
}
