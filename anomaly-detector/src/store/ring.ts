/** One stored row; times in epoch ms, NaN for what is unknown. */
export type StoredRow = {
  time: number;
  value: number;
  expected: number;
  lower: number;
  upper: number;
  alert: number;
};

/** Copy of a ring, oldest row first. */
export type RingSnapshot = { times: Float64Array; values: Float32Array };

const columns = 5;
const firstCapacity = 128;

/** The latest rows of one series in typed arrays: grows up to its capacity, then overwrites the oldest. */
export class Ring {
  #capacity: number;
  #times = new Float64Array(firstCapacity);
  #values = new Float32Array(firstCapacity * columns);
  #start = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#capacity = Math.max(firstCapacity, capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(row: StoredRow): void {
    if (this.#length === this.#times.length && this.#length < this.#capacity) this.#grow();
    const size = this.#times.length;
    const at = (this.#start + this.#length) % size;
    this.#times[at] = row.time;
    this.#values.set([row.value, row.expected, row.lower, row.upper, row.alert], at * columns);
    if (this.#length < size) this.#length += 1;
    else this.#start = (this.#start + 1) % size;
  }

  /** The row at `index`, 0 the oldest. Throws beyond the end. */
  at(index: number): StoredRow {
    if (index < 0 || index >= this.#length) {
      throw new RangeError(`expected an index below ${this.#length}, got ${index}`);
    }
    const at = (this.#start + index) % this.#times.length;
    const v = at * columns;
    return {
      time: this.#times[at]!,
      value: this.#values[v]!,
      expected: this.#values[v + 1]!,
      lower: this.#values[v + 2]!,
      upper: this.#values[v + 3]!,
      alert: this.#values[v + 4]!,
    };
  }

  /** Rows with from <= time <= to, oldest first. */
  between(from: number, to: number): StoredRow[] {
    const rows: StoredRow[] = [];
    for (let index = 0; index < this.#length; index += 1) {
      const time = this.#times[(this.#start + index) % this.#times.length]!;
      if (time >= from && time <= to) rows.push(this.at(index));
    }
    return rows;
  }

  snapshot(): RingSnapshot {
    const times = new Float64Array(this.#length);
    const values = new Float32Array(this.#length * columns);
    for (let index = 0; index < this.#length; index += 1) {
      const at = (this.#start + index) % this.#times.length;
      times[index] = this.#times[at]!;
      values.set(this.#values.subarray(at * columns, (at + 1) * columns), index * columns);
    }
    return { times, values };
  }

  /** A ring with the rows of a snapshot. */
  static restore(snapshot: RingSnapshot, capacity: number): Ring {
    const ring = new Ring(capacity);
    snapshot.times.forEach((time, index) => {
      const [value, expected, lower, upper, alert] = snapshot.values.subarray(
        index * columns,
        (index + 1) * columns,
      );
      ring.push({ time, value: value!, expected: expected!, lower: lower!, upper: upper!, alert: alert! });
    });
    return ring;
  }

  #grow(): void {
    const size = Math.min(this.#capacity, this.#times.length * 2);
    const { times, values } = this.snapshot();
    this.#times = new Float64Array(size);
    this.#values = new Float32Array(size * columns);
    this.#times.set(times);
    this.#values.set(values);
    this.#start = 0;
  }
}
