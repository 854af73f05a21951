import { Ring, type RingSnapshot, type StoredRow } from './ring.ts';

/** Copies of the rings by series key. */
export type HistorySnapshot = [string, RingSnapshot][];

/** The recent rows of every series, in memory. */
export class History {
  #rings = new Map<string, Ring>();
  #capacity: number;

  /** `capacity` is the number of rows kept of each series. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(key: string, row: StoredRow): void {
    let ring = this.#rings.get(key);
    if (ring === undefined) {
      ring = new Ring(this.#capacity);
      this.#rings.set(key, ring);
    }
    ring.push(row);
  }

  /** Rows of a series with from <= time <= to (epoch ms), oldest first; empty for an unknown one. */
  between(key: string, from: number, to: number): StoredRow[] {
    return this.#rings.get(key)?.between(from, to) ?? [];
  }

  snapshot(): HistorySnapshot {
    return [...this.#rings].map(([key, ring]) => [key, ring.snapshot()]);
  }

  restore(snapshot: HistorySnapshot): void {
    this.#rings = new Map(snapshot.map(([key, ring]) => [key, Ring.restore(ring, this.#capacity)]));
  }
}
