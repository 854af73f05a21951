/** Puts labels into bytes as remote write 1.0 does: the identity of a series, however it came. Used again for each series. */
export class LabelBytes {
  bytes = new Uint8Array(1_024);
  length = 0;
  #encoder = new TextEncoder();

  clear(): void {
    this.length = 0;
  }

  /** Adds a label whose name and value are parts of `source`. */
  add(source: Uint8Array, nameFrom: number, nameTo: number, valueFrom: number, valueTo: number): void {
    const names = nameTo - nameFrom;
    const values = valueTo - valueFrom;
    // A tag and at most five bytes of length before each part and before the whole.
    this.#reserve(names + values + 18);
    this.#varint(0x0a);
    this.#varint(1 + sizeOf(names) + names + (values === 0 ? 0 : 1 + sizeOf(values) + values));
    this.#part(0x0a, source, nameFrom, nameTo);
    if (values > 0) this.#part(0x12, source, valueFrom, valueTo);
  }

  /** Adds a label by its texts. */
  addText(name: string, value: string): void {
    const source = this.#encoder.encode(name + value);
    const split = this.#encoder.encode(name).length;
    this.add(source, 0, split, split, source.length);
  }

  #part(tag: number, source: Uint8Array, from: number, to: number): void {
    this.#varint(tag);
    this.#varint(to - from);
    const { bytes } = this;
    let length = this.length;
    for (let at = from; at < to; at += 1, length += 1) bytes[length] = source[at]!;
    this.length = length;
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      this.bytes[this.length] = (rest & 0x7f) | 0x80;
      this.length += 1;
    }
    this.bytes[this.length] = rest;
    this.length += 1;
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const next = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    next.set(this.bytes);
    this.bytes = next;
  }
}

const sizeOf = (value: number): number =>
  value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
