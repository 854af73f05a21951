import { IngestError } from '../ingest-error.ts';

/** The wire types of protobuf; the other two numbers are groups, which proto3 does not have. */
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const noBytes = new Uint8Array(0);

/**
 * Reads protobuf in place: a position that moves over bytes, nothing is made per field. Every length is checked before it is
 * followed; throws {@link IngestError}. Source: protobuf.dev/programming-guides/encoding.
 */
export class WireReader {
  bytes: Uint8Array = noBytes;
  at = 0;
  #view: DataView = new DataView(noBytes.buffer);

  /** Begins at the start of `bytes`. */
  load(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.at = 0;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A tag (field number and wire type), or any number below 2^32 of which more bits are cut off. */
  uint32(): number {
    const { bytes } = this;
    let byte = this.#byte(bytes);
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; shift < 70; shift += 7) {
      byte = this.#byte(bytes);
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw this.malformed('a number of more than ten bytes');
  }

  /** An unsigned number of 64 bits; exact up to 2^53. */
  uint64(): number {
    const low = this.#low28();
    if (this.#isDone) return low;
    const middle = this.#low28();
    if (this.#isDone) return low + middle * 2 ** 28;
    return low + middle * 2 ** 28 + this.uint32() * 2 ** 56;
  }

  /** A signed number of 64 bits, as `int64` is written; exact up to 2^53. */
  int64(): number {
    const low = this.#low28();
    if (this.#isDone) return low;
    const middle = this.#low28();
    if (this.#isDone) return low + middle * 2 ** 28;
    const high = this.uint32() & 0xff;
    if (high < 0x80) return low + middle * 2 ** 28 + high * 2 ** 56;
    // Two's complement: the distance to zero is small where the high bits are ones.
    return -((0xff - high) * 2 ** 56 + (0xfffffff - middle) * 2 ** 28 + (0xfffffff - low)) - 1;
  }

  /** A signed number in zigzag, as `sint64` and `sint32` are written; exact up to 2^52. */
  zigzag(): number {
    const value = this.uint64();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  double(): number {
    const at = this.#advance(8);
    return this.#view.getFloat64(at, true);
  }

  /** A `fixed64`; exact up to 2^53. */
  fixed64(): number {
    const at = this.#advance(8);
    return this.#view.getUint32(at, true) + this.#view.getUint32(at + 4, true) * 2 ** 32;
  }

  /** An `sfixed64`; exact up to 2^53. */
  sfixed64(): number {
    const at = this.#advance(8);
    return this.#view.getUint32(at, true) + this.#view.getInt32(at + 4, true) * 2 ** 32;
  }

  /** The low and the high half of the eight bytes before the position, which a NaN must be told apart by. */
  lastWords(): { low: number; high: number } {
    return { low: this.#view.getUint32(this.at - 8, true), high: this.#view.getUint32(this.at - 4, true) };
  }

  /** Reads a length and returns where what it measures ends; `end` is where the message around it does. */
  span(end: number): number {
    const length = this.uint32();
    if (length > end - this.at) throw this.malformed(`a length of ${length} that runs over its end`);
    return this.at + length;
  }

  /** Passes over the field whose tag was read. */
  skip(tag: number, end: number): void {
    switch (tag & 7) {
      case wire.varint:
        this.uint32();
        break;
      case wire.fixed64:
        this.#advance(8);
        break;
      case wire.bytes:
        this.at = this.span(end);
        break;
      case wire.fixed32:
        this.#advance(4);
        break;
      default:
        throw this.malformed(`a field of wire type ${tag & 7}`);
    }
    if (this.at > end) throw this.malformed('a field that runs over its end');
  }

  malformed(what: string): IngestError {
    return new IngestError(
      'protobuf_malformed',
      `expected a protobuf message, got ${what} at byte ${this.at} of ${this.bytes.length}`,
    );
  }

  #isDone = true;

  /** Four bytes of a varint; tells by `#isDone` whether it ended there. */
  #low28(): number {
    const { bytes } = this;
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte(bytes);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.#isDone = true;
        return value;
      }
    }
    this.#isDone = false;
    return value;
  }

  #byte(bytes: Uint8Array): number {
    if (this.at >= bytes.length) throw this.malformed('its end inside of a number');
    const byte = bytes[this.at]!;
    this.at += 1;
    return byte;
  }

  #advance(bytes: number): number {
    const { at } = this;
    if (at + bytes > this.bytes.length) throw this.malformed('its end inside of a number');
    this.at = at + bytes;
    return at;
  }
}
