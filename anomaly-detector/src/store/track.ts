import { type ChunkPool, chunkRows, columns } from './chunk-pool.ts';

/** One stored row; times in epoch ms, NaN for what is unknown. */
export type StoredRow = {
  time: number;
  value: number;
  expected: number;
  lower: number;
  upper: number;
  alert: number;
};

/** A row to be stored; its numbers stay in the object that they lie in, as each would be boxed on its way here. */
export type AddedRow = Pick<StoredRow, 'value' | 'expected' | 'lower' | 'upper'> & { at: number };

/** Rows in columns, oldest first. */
export type TrackSnapshot = { times: Float64Array; values: Float32Array };

/** The recent rows of one series, in chunks of a pool. */
export class Track {
  readonly key: string;
  /** When somebody last asked for the rows, epoch ms. */
  askedAt = 0;
  #pool: ChunkPool;
  #chunks: number[] = [];
  /** Rows in the last chunk; the others are full. */
  #inLast = chunkRows;

  constructor(key: string, pool: ChunkPool) {
    this.key = key;
    this.#pool = pool;
  }

  get length(): number {
    return this.#chunks.length * chunkRows - (chunkRows - this.#inLast);
  }

  get chunkCount(): number {
    return this.#chunks.length;
  }

  /** The next row needs another chunk. */
  get isFull(): boolean {
    return this.#inLast === chunkRows;
  }

  addChunk(chunk: number): void {
    this.#chunks.push(chunk);
    this.#inLast = 0;
  }

  /** Gives up the oldest chunk and its rows; -1 where there is none. */
  dropOldest(): number {
    if (this.#chunks.length === 1) this.#inLast = chunkRows;
    return this.#chunks.shift() ?? -1;
  }

  /** Adds a row where {@link isFull} is false. */
  push(row: AddedRow, isAlerting: boolean): void {
    const chunk = this.#chunks[this.#chunks.length - 1]!;
    const { times, values } = this.#pool.slabOf(chunk);
    const place = this.#pool.rowOf(chunk) + this.#inLast;
    const at = place * columns;
    times[place] = row.at;
    values[at] = row.value;
    values[at + 1] = row.expected;
    values[at + 2] = row.lower;
    values[at + 3] = row.upper;
    values[at + 4] = isAlerting ? 1 : 0;
    this.#inLast += 1;
  }

  /** Rows with from <= time <= to, oldest first. */
  between(from: number, to: number): StoredRow[] {
    const rows: StoredRow[] = [];
    this.#each((times, values, row) => {
      const time = times[row]!;
      if (time >= from && time <= to) rows.push(rowAt(values, row, time));
    });
    return rows;
  }

  /** Copies all rows into columns from row `first` on; returns how many. */
  copyInto(into: TrackSnapshot, first: number): number {
    let next = first;
    this.#chunks.forEach((chunk, index) => {
      const { times, values } = this.#pool.slabOf(chunk);
      const from = this.#pool.rowOf(chunk);
      const to = from + (index === this.#chunks.length - 1 ? this.#inLast : chunkRows);
      into.times.set(times.subarray(from, to), next);
      into.values.set(values.subarray(from * columns, to * columns), next * columns);
      next += to - from;
    });
    return next - first;
  }

  #each(visit: (times: Float64Array, values: Float32Array, row: number) => void): void {
    this.#chunks.forEach((chunk, index) => {
      const { times, values } = this.#pool.slabOf(chunk);
      const first = this.#pool.rowOf(chunk);
      const rows = index === this.#chunks.length - 1 ? this.#inLast : chunkRows;
      for (let row = first; row < first + rows; row += 1) visit(times, values, row);
    });
  }
}

function rowAt(values: Float32Array, row: number, time: number): StoredRow {
  const at = row * columns;
  return {
    time,
    value: values[at]!,
    expected: values[at + 1]!,
    lower: values[at + 2]!,
    upper: values[at + 3]!,
    alert: values[at + 4]!,
  };
}
