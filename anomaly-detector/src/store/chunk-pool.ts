/** Rows of a chunk. */
export const chunkRows = 32;
/** Numbers of a row beside its time: value, expected, lower, upper, alert. */
export const columns = 5;
const chunkBytes = chunkRows * (8 + 4 * columns);
const slabChunks = 1_024;

type Slab = { times: Float64Array; values: Float32Array };

/** Rows of many series in chunks of one size: memory grows with what has come, up to a budget. */
export class ChunkPool {
  #slabs: Slab[] = [];
  #free: number[] = [];
  #made = 0;
  /** Chunks that there may be. */
  readonly most: number;

  /** `budgetBytes` is what all rows together may take. */
  constructor(budgetBytes: number) {
    this.most = Math.max(1, Math.floor(budgetBytes / chunkBytes));
  }

  /** A chunk whose content is undefined, or -1 where the budget is spent. */
  take(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#made >= this.most) return -1;
    if (this.#made === this.#slabs.length * slabChunks) {
      const chunks = Math.min(slabChunks, this.most - this.#made);
      this.#slabs.push({
        times: new Float64Array(chunks * chunkRows),
        values: new Float32Array(chunks * chunkRows * columns),
      });
    }
    this.#made += 1;
    return this.#made - 1;
  }

  give(chunk: number): void {
    this.#free.push(chunk);
  }

  /** The arrays in which a chunk lies, and the row at which it begins there. */
  slabOf(chunk: number): Slab {
    return this.#slabs[Math.floor(chunk / slabChunks)]!;
  }

  rowOf(chunk: number): number {
    return (chunk % slabChunks) * chunkRows;
  }

  /** Bytes in use, free chunks among them. */
  get bytes(): number {
    return this.#made * chunkBytes;
  }
}
