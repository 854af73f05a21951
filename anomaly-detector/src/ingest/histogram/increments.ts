import type { HistogramPoint } from './histogram-point.ts';

/** What a histogram has gained since its last point; remembers that one. */
export class Increments {
  #last: Map<number, number> | null = null;
  #layout = '';
  #at = 0;
  #startedAt = 0;

  /**
   * The gain since the last point (epoch ms `at`, 0 `startedAt` for unknown); null for the first one and where the layout
   * has changed. A fall of any bucket, or a start since the last point, is a reset: then it has gained what it holds.
   */
  take(point: HistogramPoint, at: number, startedAt: number): HistogramPoint | null {
    if (point.counted !== 'total') return point;
    const last = this.#layout === point.layout ? this.#last : null;
    const isReset = last !== null && (this.#hasStarted(startedAt, at) || this.#hasFallen(last, point));
    this.#layout = point.layout;
    this.#at = at;
    this.#startedAt = startedAt;
    this.#last = new Map(point.upper.map((upper, index) => [upper, point.counts[index]!]));
    if (last === null) return null;
    if (isReset) return point;
    return {
      ...point,
      counts: point.counts.map((count, index) => count - (last.get(point.upper[index]!) ?? 0)),
    };
  }

  /** Nothing is known of what was before the next point. */
  forget(): void {
    this.#last = null;
  }

  /** The start of the last point is none, though it may lie in its millisecond: an exporter may read out what was counted just then. */
  #hasStarted(startedAt: number, at: number): boolean {
    return startedAt !== this.#startedAt && startedAt >= this.#at && startedAt <= at;
  }

  #hasFallen(last: ReadonlyMap<number, number>, point: HistogramPoint): boolean {
    const counts = new Map(point.upper.map((upper, index) => [upper, point.counts[index]!]));
    for (const [upper, count] of last) if ((counts.get(upper) ?? 0) < count) return true;
    return false;
  }
}
